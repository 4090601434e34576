// What the rooms of the JDK share on the Node engine: objects with a class name, and byte arrays.
import type { JavaObject } from './border/values.ts';

/** Gives members a class, as a script sees it. */
export const java = <T extends object>(javaClass: string, members: T): T & JavaObject => ({
  ...members,
  javaClass,
});

export { javaBytes as bytes, type JavaBytes as Bytes } from './border/crossing.ts';
