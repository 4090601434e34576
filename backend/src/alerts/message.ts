// An alert as a message for Discord: one embed with service, error and duration (S0-065). Pure.
import { pingKind } from '@mintkeep/shared/alerts.ts';
import type { AlertKind } from '@mintkeep/shared/alerts.ts';
import type { MessageKind } from './store.ts';

/** What a message is made of. */
export interface Told {
  readonly kind: AlertKind;
  readonly service: string;
  readonly error: string;
  readonly severity: 'critical' | 'warning';
  readonly startedAt: Date;
  /** How long it lasted, or lasts by now. */
  readonly durationS: number;
}

/** The body of Discord's "execute webhook", as much of it as we use. */
export interface WebhookMessage {
  readonly username: string;
  readonly allowed_mentions: { readonly parse: readonly never[] };
  readonly embeds: readonly [
    {
      readonly title: string;
      readonly color: number;
      readonly timestamp: string;
      readonly fields: readonly { name: string; value: string; inline: boolean }[];
      readonly footer: { readonly text: string };
    },
  ];
}

const titles: Readonly<Record<AlertKind, string>> = {
  'backend-down': 'Backend down',
  'error-rate': 'Many requests fail',
  'breaker-open': 'Circuit breaker opened',
  'dead-letters': 'Jobs have given up',
  'ledger-mismatch': 'The ledger does not add up',
  'high-value-trade': 'High-value trade',
  'hold-uncovered': 'Coins of another plugin not covered',
  'receipt-missing': 'Delivered, receipt missing',
  'world-restored': 'The world of a server is an older one',
};

const colors = { critical: 0xd93025, warning: 0xf9ab00, over: 0x188038 } as const;

/** Writes the message. What services say is shown as code: no markup and no mention works in it. */
export function messageOf(what: MessageKind, told: Told): WebhookMessage {
  const { kind, service, error, severity, startedAt, durationS } = told;
  const isOver = what === 'ended';
  return {
    username: 'Mintkeep',
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: isOver ? `Over: ${titles[kind]}` : titles[kind],
        color: isOver ? colors.over : colors[severity],
        timestamp: startedAt.toISOString(),
        fields: [
          { name: 'Service', value: asCode(service, 200), inline: true },
          ...(isPing(kind)
            ? []
            : [{ name: 'Duration', value: durationText(durationS), inline: true }]),
          { name: isPing(kind) ? 'What' : 'Error', value: asCode(error, 900), inline: false },
        ],
        footer: { text: `What to do: docs/monitoring.md, "${kind}"` },
      },
    ],
  };
}

/** What was over at once lasted for no time. */
const isPing = (kind: AlertKind): boolean => pingKind.safeParse(kind).success;

/** Discord refuses an empty value; a backtick would end the code. */
const asCode = (text: string, charactersMax: number): string =>
  `\`${
    text
      .replace(/[`\p{Cc}]/gu, "'")
      .slice(0, charactersMax)
      .toWellFormed() || '-'
  }\``;

/** As in `1 h 05 min`, `5 min 10 s`, `7 s`. */
export function durationText(durationS: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(durationS / 3_600);
  const minutes = Math.floor((durationS % 3_600) / 60);
  const seconds = Math.floor(durationS % 60);
  if (hours > 0) return `${String(hours)} h ${two(minutes)} min`;
  if (minutes > 0) return `${String(minutes)} min ${two(seconds)} s`;
  return `${String(seconds)} s`;
}
