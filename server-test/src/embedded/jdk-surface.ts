// The JDK as far as the plugin may use it: modelled on the Node engine, the JDK's own on GraalJS
// (where this list only says which names may be asked for).
import type { ClassSurface, Surface } from './border/signatures.ts';

const text = 'java.lang.String';
const object = 'java.lang.Object';
const bytes = 'byte[]';
const http = 'java.net.http.';
const named = (rest: ClassSurface = {}): ClassSurface => ({ named: true, ...rest });

const language: Surface = {
  'java.lang.Boolean': named({ statics: ['TYPE'] }),
  'java.lang.Long': named({ statics: ['TYPE'] }),
  'java.lang.Object': named(),
  'java.lang.String': named(),
  'java.lang.System': named({
    statics: ['nanoTime()', 'currentTimeMillis()', `getProperty(${text})`],
  }),
  'java.lang.Class': {
    shown: 'JavaClass',
    statics: [`forName(${text})`],
    members: ['getName()', `getMethod(${text}, java.lang.Class...)`],
  },
  'java.lang.reflect.Method': {
    shown: 'JavaMethod',
    members: [`invoke(${object}?, ${object}?...)`],
  },
  [bytes]: {},
};

const files: Surface = {
  'java.io.File': named({
    shown: 'JavaFile',
    constructors: [`(${text})`],
    members: [
      'exists()',
      'length()',
      'lastModified()',
      'getPath()',
      'toPath()',
      'list()',
      'toString()',
    ],
  }),
  'java.io.RandomAccessFile': named({
    shown: 'JavaRandomAccessFile',
    constructors: [`(${text}, ${text})`],
    members: ['seek(long)', 'length()', `write(${bytes})`, 'close()'],
  }),
  'java.nio.file.Files': named({
    statics: [
      'exists(java.nio.file.Path)',
      'createDirectories(java.nio.file.Path)',
      'readString(java.nio.file.Path)',
      `writeString(java.nio.file.Path, ${text})`,
      'delete(java.nio.file.Path)',
      'move(java.nio.file.Path, java.nio.file.Path, java.nio.file.CopyOption...)',
    ],
  }),
  'java.nio.file.CopyOption': {},
  'java.nio.file.StandardCopyOption': named({
    extends: ['java.nio.file.CopyOption'],
    statics: ['ATOMIC_MOVE'],
  }),
  'java.nio.file.Path': named({
    shown: 'JavaPath',
    statics: [`of(${text})`],
    members: [`resolve(${text})`, 'toString()', 'toFile()'],
  }),
  'java.nio.charset.StandardCharsets': named({ statics: ['UTF_8'] }),
  'java.nio.charset.Charset': { members: [`encode(${text})`] },
  'java.nio.ByteBuffer': { shown: 'JavaByteBuffer', members: ['array()', 'limit()'] },
};

const secrets: Surface = {
  'java.security.MessageDigest': named({
    statics: [`getInstance(${text})`],
    members: [`digest(${bytes})`],
  }),
  'java.security.SecureRandom': named({ constructors: ['()'] }),
  'javax.crypto.Mac': named({
    statics: [`getInstance(${text})`],
    members: ['init(java.security.Key)', `doFinal(${bytes})`],
  }),
  'java.security.Key': {},
  'javax.crypto.spec.SecretKeySpec': named({
    extends: ['java.security.Key'],
    constructors: [`(${bytes}, ${text})`],
  }),
  'java.util.Base64': named({ statics: ['getDecoder()', 'getEncoder()'] }),
  'java.util.Base64$Decoder': { members: [`decode(${text})`] },
  'java.util.Base64$Encoder': { members: [`encodeToString(${bytes})`] },
  'java.util.HexFormat': named({ statics: ['of()'], members: [`formatHex(${bytes})`] }),
};

const values: Surface = {
  'java.text.NumberFormat': named({
    statics: ['getIntegerInstance(java.util.Locale)'],
    members: ['format(long)'],
  }),
  'java.time.Duration': named({
    shown: 'JavaDuration',
    statics: ['ofMillis(long)', 'ofSeconds(long)'],
    members: ['toMillis()'],
  }),
  'java.util.Arrays': named({ statics: [`copyOf(${bytes}, int)`] }),
  'java.util.ArrayList': named({
    shown: 'JavaArrayList',
    extends: ['java.util.List'],
    constructors: ['()'],
    members: [`add(${object})`],
    iterable: true,
  }),
  'java.util.HashMap': named({
    shown: 'JavaHashMap',
    extends: ['java.util.Map'],
    constructors: ['()'],
    members: [`put(${object}, ${object})`],
  }),
  'java.util.Locale': named({
    shown: 'JavaLocale',
    statics: [`forLanguageTag(${text})`],
    members: ['toLanguageTag()', 'getLanguage()', 'toString()'],
  }),
  'java.util.UUID': named({
    shown: 'JavaUUID',
    statics: [`fromString(${text})`, 'randomUUID()'],
    members: ['toString()', `equals(${object})`],
  }),
};

const network: Surface = {
  'java.net.URI': named({ statics: [`create(${text})`] }),
  [`${http}HttpClient`]: named({ statics: ['newBuilder()'] }),
  [`${http}HttpClient$Builder`]: named(),
  [`${http}HttpClient$Version`]: named({ statics: ['HTTP_1_1'] }),
  [`${http}HttpRequest`]: named({ statics: ['newBuilder(java.net.URI)'] }),
  [`${http}HttpRequest$Builder`]: named(),
  [`${http}HttpRequest$BodyPublisher`]: named(),
  [`${http}HttpRequest$BodyPublishers`]: named({
    statics: ['noBody()', `ofString(${text}, java.nio.charset.Charset)`],
  }),
  [`${http}HttpResponse`]: {
    shown: 'JavaHttpResponse',
    members: ['statusCode()', 'body()', 'headers()'],
  },
  [`${http}HttpResponse$BodyHandler`]: named(),
  [`${http}HttpResponse$BodyHandlers`]: named({ statics: ['ofString(java.nio.charset.Charset)'] }),
  [`${http}HttpHeaders`]: { members: [`firstValue(${text})`] },
  'java.util.Optional': { members: [`orElse(${object}?)`] },
  'java.util.concurrent.Future': named({
    shown: 'JavaFuture',
    members: ['isDone()', 'get()', 'get(long, java.util.concurrent.TimeUnit)'],
  }),
  'java.util.concurrent.TimeUnit': named({ statics: ['MILLISECONDS'] }),
};

export const jdkSurface: Surface = { ...language, ...files, ...secrets, ...values, ...network };
