// Answers of trivia: compared as people mean them, and kept as salted hashes alone.
import { randomBytes } from 'node:crypto';
import { Refusal } from '../core/errors.ts';
import { sha256 } from '../core/identity.ts';
import type { AnswersDoc } from './store.ts';

/** Letters and digits, without case, accents and punctuation, with single spaces between words. */
export const normalise = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const hashOf = (salt: string, answer: string): string => sha256(`${salt} ${normalise(answer)}`);

/** What is kept of answers. Refuses `QUEST_ANSWER_EMPTY` for one without a letter or digit. */
export function sealAnswers(answers: readonly string[]): AnswersDoc {
  const empty = answers.find((one) => normalise(one) === '');
  if (empty !== undefined) throw new Refusal('QUEST_ANSWER_EMPTY', { answer: empty });
  const salt = randomBytes(16).toString('hex');
  return { salt, hashes: [...new Set(answers.map((one) => hashOf(salt, one)))] };
}

export const isAnswer = ({ salt, hashes }: AnswersDoc, given: string): boolean =>
  hashes.includes(hashOf(salt, given));
