// The same script on both engines: what it sees of Java and of the game must not
// differ, or a test on the fast engine would prove nothing. Needs a JDK 17 to 21.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProbe, type Probe } from './probe.ts';

const engines = ['node', 'graal'] as const;

const script = `
  const java = (name) => Java.type('java.' + name);
  globalThis.UUID = java('util.UUID');
  globalThis.Locale = java('util.Locale');
  globalThis.Path = java('nio.file.Path');
  globalThis.Files = java('nio.file.Files');
  globalThis.bytesOf = (text) => {
    const buffer = java('nio.charset.StandardCharsets').UTF_8.encode(text);
    return java('util.Arrays').copyOf(buffer.array(), buffer.limit());
  };
  globalThis.hex = (bytes) => java('util.HexFormat').of().formatHex(bytes);
  globalThis.format = (tag, value) =>
    java('text.NumberFormat').getIntegerInstance(Locale.forLanguageTag(tag)).format(value);
  globalThis.MiniMessage =
    Java.type('net.kyori.adventure.text.minimessage.MiniMessage').miniMessage();
  globalThis.caught = (run) => {
    try { run(); return 'nothing'; } catch (error) {
      return [error instanceof Error, describe(error), String(error.stack !== undefined)].join('|');
    }
  };
  globalThis.nameOf = () =>
    Bukkit.getOnlinePlayers()[Symbol.iterator]().next().value;
`;

describe.each(engines)('a script on %s', (engine) => {
  let probe: Probe;
  beforeAll(async () => {
    probe = await startProbe({ engine, script });
    probe.join('Ada');
  });
  afterAll(() => probe.end());

  test.each([
    [
      'two uuids',
      `{ const a = UUID.fromString('00000000-0000-4000-8000-00000000000a');
      const b = UUID.fromString('00000000-0000-4000-8000-00000000000A');
      [a === b, a.equals(b), String(a), JSON.stringify(a)] }`,
      'false,true,00000000-0000-4000-8000-00000000000a,{}',
    ],
    ['a player by uuid', `Bukkit.getPlayer(nameOf().getUniqueId()) === nameOf()`, 'true'],
    [
      'a Java exception',
      `caught(() => UUID.fromString('no'))`,
      'false|java.lang.IllegalArgumentException: Invalid UUID string: no|false',
    ],
    [
      'an exception of the game',
      `caught(() => MiniMessage.deserialize('<nonsense>'))`,
      'false|net.kyori.adventure.text.minimessage.ParsingException: ' +
        'no such tag: <nonsense>, in: <nonsense>|false',
    ],
    [
      'an exception of a missing file',
      `caught(() => Files.readString(Path.of('none')))`,
      'false|java.nio.file.NoSuchFileException: none|false',
    ],
    [
      'a list',
      `{ const list = new (Java.type('java.util.ArrayList'))(); list.add('a');
      [list.size(), list.get(0), [...list].length, list.isEmpty()] }`,
      '1,a,1,false',
    ],
    [
      'a float',
      `caught(() => nameOf().playSound(nameOf().getLocation(), 'x:y', 0.8, 1))
      .slice(0, 99)`,
      `true|TypeError: no applicable overload of playSound: argument 3: ` +
        `Cannot convert '0.8' to Java type `,
    ],
    [
      'a float made exact',
      `nameOf().playSound(nameOf().getLocation(), 'x:y', Math.fround(0.8), 1)`,
      'undefined',
    ],
    ['numbers in German', `[format('de-DE', 1234567), format('de-DE', -1234)]`, '1.234.567,-1.234'],
    [
      'numbers in English',
      `[format('en-US', 1234567), format('en', 999)].join(';')`,
      '1,234,567;999',
    ],
    ['the safe numbers', `format('en-US', Number.MAX_SAFE_INTEGER)`, '9,007,199,254,740,991'],
    [
      'base64',
      `{ const Base64 = Java.type('java.util.Base64');
      Base64.getEncoder().encodeToString(bytesOf('Grüße')) + ' ' +
      hex(Base64.getDecoder().decode('AP+A')) }`,
      'R3LDvMOfZQ== 00ff80',
    ],
    [
      'base64 that is none',
      `caught(() =>
      Java.type('java.util.Base64').getDecoder().decode('a*b=')).split(':')[0]`,
      'false|java.lang.IllegalArgumentException',
    ],
    [
      'sha-256 of abc (FIPS 180-4)',
      `hex(Java.type('java.security.MessageDigest')
      .getInstance('SHA-256').digest(bytesOf('abc')))`,
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    ],
    [
      'hmac-sha-256 (RFC 4231, case 2)',
      `{ const Spec = Java.type('javax.crypto.spec.SecretKeySpec');
      const mac = Java.type('javax.crypto.Mac').getInstance('HmacSHA256');
      mac.init(new Spec(bytesOf('Jefe'), 'HmacSHA256'));
      hex(mac.doFinal(bytesOf('what do ya want for nothing?'))) }`,
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      'a file and back',
      `{ const path = Path.of('plugins').resolve('grakkit').resolve('note.txt');
      Files.writeString(path, 'Grüße'); const read = Files.readString(path);
      const size = path.toFile().length(); Files.delete(path);
      [read, size, Files.exists(path), String(path)] }`,
      'Grüße,7,false,plugins/grakkit/note.txt',
    ],
    [
      'a language',
      `[Locale.forLanguageTag('de-AT').getLanguage(), String(Locale.forLanguageTag('de-AT')),
      nameOf().locale().toLanguageTag()]`,
      'de,de_AT,en-US',
    ],
    ['a duration', `Java.type('java.time.Duration').ofSeconds(2).toMillis()`, '2000'],
    ['the folder of the world', `Bukkit.getWorlds().get(0).getWorldFolder().exists()`, 'true'],
    [
      'an append to a file',
      `{ const File = Java.type('java.io.RandomAccessFile');
      for (const text of ['ab', 'cd']) {
        const file = new File('journal', 'rwd'); file.seek(file.length());
        file.write(bytesOf(text)); file.close();
      }
      Files.readString(Path.of('journal')) }`,
      'abcd',
    ],
  ])('sees %s as the other engine does', (_, code, expected) => {
    expect(probe.evaluate(code)).toBe(expected);
  });
});
