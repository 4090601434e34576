// Downloads a mongod the way mongodb-memory-server does, into a folder, and prints where it is. A
// process of its own, so that find-mongod.ts can give up on it.
import { MongoBinary } from 'mongodb-memory-server';

const [downloadDir] = process.argv.slice(2);
if (!downloadDir) throw new Error('download-mongod.ts <folder>');
process.stdout.write(await MongoBinary.getPath({ downloadDir, checkMD5: false }));
