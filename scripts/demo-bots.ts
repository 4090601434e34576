// Two players who live in the demo: they get coins, look, buy, sell to the shop and to each other, and
// claim at a human pace, for ever, and tell each step. They are clients of the game like any other; their coins are an admin's grant.
import { setTimeout as pause } from 'node:timers/promises';
import { joinAs } from '../server-test/src/harness/bot.ts';
import type { Bot, Seen } from '../server-test/src/harness/bot.ts';
import { command } from './seed-demo.ts';

const names = ['Ada', 'Ben'];
const coinsEachRound = 150;
/** Windows show goods from here to there; the rest are categories and ways (plugin/src/shop). */
const goods = { from: 9, to: 44 };
const buyOneSlot = 11;
const wares = ['bread', 'diamond', 'fireworks', 'well-wishes', 'ender-pearl'];
/** What a player hears when the bags are full; from then on this one only looks. */
const isNoRoom = (line: string): boolean => /no room/i.test(line);
const full = new Set<string>();
/** What each has on the market, for the other to buy. */
const offers: { readonly seller: string; readonly listing: string }[] = [];

const [port] = process.argv.slice(2).map(Number);
if (!port) throw new Error('demo-bots.ts <port of the game server>');

const tell = (name: string, line: string): void => void process.stdout.write(`${name}  ${line}\n`);

/** Thinks for as long as people do, give or take. */
const think = (): Promise<void> => pause(2_000 + Math.random() * 3_000);

function oneOf<T>(list: readonly T[]): T | undefined {
  return list[Math.floor(Math.random() * list.length)];
}

/** Waits until something is heard, and a moment more for what belongs to it; tells and answers it. */
async function listen(bot: Bot): Promise<readonly string[]> {
  await bot.hears(/./);
  await pause(700);
  for (const line of bot.heard) tell(bot.name, `< ${line}`);
  if (bot.heard.some(isNoRoom)) full.add(bot.name);
  const heard = [...bot.heard];
  bot.forget();
  return heard;
}

async function say(bot: Bot, line: string): Promise<readonly string[]> {
  tell(bot.name, `> ${line}`);
  bot.say(line);
  return listen(bot);
}

/** Offers one of what is in the hand, and buys what the other offers. */
async function trade(bot: Bot): Promise<void> {
  const price = 5 + Math.floor(Math.random() * 20);
  for (const line of await say(bot, `/market sell ${String(price)} 1`)) {
    const [, listing] = /On offer: .*\b([0-9a-f]{8})\b/.exec(line) ?? [];
    if (listing) offers.push({ seller: bot.name, listing });
  }
  await think();
  const place = offers.findIndex(({ seller }) => seller !== bot.name);
  const [wanted] = place < 0 ? [] : offers.splice(place, 1);
  if (wanted) await say(bot, `/market buy ${wanted.listing}`);
}

async function browse(bot: Bot): Promise<void> {
  tell(bot.name, '> /shop');
  bot.say('/shop');
  const page = await bot.sees(/shop/i);
  const offered = page.filter(({ slot }) => slot >= goods.from && slot <= goods.to);
  const wanted: Seen | undefined = oneOf(offered);
  if (!wanted) return;
  await think();
  tell(bot.name, `looks at ${wanted.name}`);
  bot.click(wanted.slot);
  const confirm = await bot.sees(/^buy /i);
  await think();
  if (!confirm.some(({ slot }) => slot === buyOneSlot)) {
    return tell(bot.name, 'cannot afford it and goes on');
  }
  tell(bot.name, 'clicks to buy one');
  bot.click(buyOneSlot);
  await listen(bot);
}

async function live(name: string): Promise<void> {
  const bot = await joinAs(name, { port: port ?? 0, version: '1.21.11', locale: 'en_us' });
  void bot.gone.then((reason) => {
    tell(name, `left: ${reason}`);
    process.exit(1);
  });
  tell(name, 'joined');
  // They read what they are shown, and mean what they say.
  await say(bot, '/market confirm off');
  for (;;) {
    await think();
    await command('coins', 'grant', name, String(coinsEachRound), 'pocket money');
    tell(name, `gets ${coinsEachRound} coins`);
    await say(bot, '/balance');
    if (full.has(name)) {
      await pause(30_000);
      continue;
    }
    await think();
    await browse(bot);
    await think();
    await say(bot, `/buy ${oneOf(wares) ?? ''}`);
    await think();
    await trade(bot);
    await think();
    await say(bot, '/sell diamond 1');
    await think();
    await say(bot, '/claim');
    await pause(5_000);
  }
}

await Promise.all(names.map(live));
