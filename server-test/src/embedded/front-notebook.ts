// The notebook model of the front's tests: it writes down what it hears, and speaks through clients
// of mineflayer. It knows nothing of inventories, plugins or a game.
import { once } from 'node:events';
import mineflayer, { type Bot } from 'mineflayer';
import nbt from 'prismarine-nbt';
import { startFront } from './front.ts';
import type { Client, Front, FrontOptions, Visit, WireClick } from './wire.ts';

// Below vitest's own five seconds, so that a failure names what was waited for.
const deadlineMs = 4_000;

/** Resolves with the first answer that is not empty; rejects with what was waited for. */
export async function until<T>(
  what: string,
  answer: () => T | undefined | null | false,
): Promise<T> {
  const endsAt = performance.now() + deadlineMs;
  for (;;) {
    const got = answer();
    if (got) return got;
    if (performance.now() > endsAt) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The text of a component, which arrives as NBT or already read. */
export function plain(component: unknown): string {
  if (typeof component === 'string') return component;
  if (Array.isArray(component)) return component.map(plain).join('');
  if (typeof component !== 'object' || component === null) return '';
  if ('type' in component && 'value' in component) return plain(nbt.simplify(component as never));
  const { text, translate, extra } = component as Record<string, unknown>;
  return plain(text ?? translate) + plain(extra);
}

export interface Guest {
  readonly client: Client;
  readonly heard: string[];
  readonly clicks: WireClick[];
}

export interface House {
  readonly version: string;
  readonly front: Front;
  /** Whoever came, in order; the newest of a name is the last. */
  readonly guests: Guest[];
  readonly errors: string[];
  /** What the model throws when somebody joins or leaves. */
  failure: Error | null;
  readonly bots: Bot[];
}

/** A front of one version on a free port, with the notebook behind it. */
export async function openHouse(
  version: string,
  options: Pick<FrontOptions, 'configurationTimeoutMs'> = {},
): Promise<House> {
  const guests: Guest[] = [];
  const errors: string[] = [];
  const front = await startFront({
    ...options,
    version,
    host: '127.0.0.1',
    port: 0,
    onJoin(client): Visit {
      if (house.failure) throw house.failure;
      const guest: Guest = { client, heard: [], clicks: [] };
      guests.push(guest);
      return {
        command(line) {
          guest.heard.push(`/${line}`);
          if (line.startsWith('boom')) throw new Error('the model could not');
          client.chat({ text: `ran ${line}` });
        },
        chat(message) {
          guest.heard.push(message);
          for (const other of guests) other.client.chat({ text: `<${client.name}> ${message}` });
        },
        tab(id, typed) {
          guest.heard.push(`tab ${typed}`);
          client.tabReply(id, typed, ['diamond', 'dirt']);
        },
        click: (click) => void guest.clicks.push(click),
        closeWindow: (windowId) => void guest.heard.push(`closed ${windowId}`),
        useItem: () => void guest.heard.push('use'),
        holdSlot: (slot) => void guest.heard.push(`hold ${slot}`),
        locale: (locale) => void guest.heard.push(`locale ${locale}`),
        quit() {
          guest.heard.push('quit');
          if (house.failure) throw house.failure;
        },
      };
    },
    onClientError: (name, error) => void errors.push(`${name}: ${error.message}`),
  });
  const house: House = { version, front, guests, errors, failure: null, bots: [] };
  return house;
}

/** A client that begins to log in. */
export function dial(house: House, username: string): Bot {
  const { version, front, bots } = house;
  const where = { host: '127.0.0.1', port: front.port };
  const bot = mineflayer.createBot({
    ...where,
    ...{ username, version, auth: 'offline', viewDistance: 'tiny', hideErrors: true },
    // What a client says of itself before it is in the world; mineflayer's types do not know it.
    ...{ clientSettings: { locale: 'fr_fr' } },
  });
  bot.setMaxListeners(100);
  // A connection that is cut says so here; tests look at what follows from it.
  bot.on('error', () => undefined);
  bots.push(bot);
  return bot;
}

/** A client in the world, and what the model knows of it. */
export async function visit(house: House, username: string): Promise<{ bot: Bot; guest: Guest }> {
  const bot = dial(house, username);
  await once(bot, 'spawn');
  const guest = house.guests.findLast(({ client }) => client.name === username);
  if (!guest) throw new Error(`the model never heard of ${username}`);
  return { bot, guest };
}

/** The texts a client read from now on. */
export function readingOf(bot: Bot): string[] {
  const read: string[] = [];
  bot.on('message', (message) => void read.push(message.toString()));
  return read;
}

/** The packets of one name a client received from now on. */
export function packetsTo(bot: Bot, name: string): Record<string, unknown>[] {
  const got: Record<string, unknown>[] = [];
  bot._client.on(
    name as never,
    ((packet: Record<string, unknown>) => void got.push(packet)) as never,
  );
  return got;
}

/** How often the model was told that this guest left. */
export const quits = ({ heard }: Guest): number => heard.filter((line) => line === 'quit').length;

/** Ends the clients and the front. */
export async function closeHouse({ bots, front }: House): Promise<void> {
  for (const bot of bots) bot.quit();
  await front.stop();
}

/** A click packet as the protocol wants it, with an empty cursor as each version spells it. */
export const clickPacket = ({ version }: House, fields: object): object => ({
  ...{ windowId: 0, stateId: 0, slot: 0, mouseButton: 0, mode: 0, changedSlots: [] },
  cursorItem: version === '1.21.4' ? { itemCount: 0 } : undefined,
  ...fields,
});

/** Sends a packet as no well-mannered client would. */
export function send(bot: Bot, packet: string, data: object): void {
  bot._client.write(packet, data);
}

/** The settings packet of a client that speaks a language. */
export const settingsPacket = (locale: string): object => ({
  ...{ locale, viewDistance: 2, chatFlags: 0, chatColors: true, skinParts: 0, mainHand: 1 },
  ...{ enableTextFiltering: false, enableServerListing: true, particleStatus: 'all' },
});

export const versions = ['1.21.11', '1.21.4'];
