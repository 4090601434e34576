// What a card of a thing shows, and that nobody's words become markup there.
import { expect, test } from 'vitest';
import { startFakePlugin } from './fake-plugin.ts';
import { withCard, type CardedItem } from './item-card.ts';

function told(item: CardedItem, language = 'en') {
  const { fake, plugin } = startFakePlugin();
  const ann = fake.join('Ann', { language });
  plugin.say(ann, 'delivery.given', { what: withCard(plugin, language, item) });
  return { heard: ann.heard, cards: ann.cards };
}

test('shows the name, the lines on the thing, how many and the price of one', () => {
  const sword = { name: 'Old', details: ['Sharpness 5', 'Damage 12'], quantity: 1_500 };
  expect(told({ ...sword, unitPriceCoins: 2_000 }, 'de')).toEqual({
    heard: ['Du hast Old bekommen.'],
    cards: ['Old\nSharpness 5\nDamage 12\nAnzahl: 1.500\nJe: 2.000 Münzen'],
  });
});

test('leaves out what nobody knows', () => {
  expect(told({ name: 'Dirt', quantity: 1 }).cards).toEqual(['Dirt\nQuantity: 1']);
});

test("shows players' words as they are, and no more than 8 lines of them", () => {
  const evil = "<click:run_command:'/pay Eve 9'><red>x</red></click></hover>'<card>";
  const details = Array.from({ length: 16 }, () => evil);
  const { heard, cards } = told({ name: evil, details, quantity: 1 });
  expect(heard).toEqual([`You got ${evil}.`]);
  expect(cards).toEqual([[...Array.from({ length: 9 }, () => evil), 'Quantity: 1'].join('\n')]);
});

test('makes the card of one thing once, and another for another reader or number', () => {
  const { plugin } = startFakePlugin();
  const card = (language: string, quantity: number) =>
    withCard(plugin, language, { name: 'Dirt', quantity });
  expect(card('en', 2)).toBe(card('en', 2));
  expect(card('de', 2).hover).not.toEqual(card('en', 2).hover);
  expect(card('en', 3).hover).not.toEqual(card('en', 2).hover);
});
