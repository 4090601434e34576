// Values that cross between a script and the model, beyond plain numbers, texts and booleans.

/** Whatever a script sees as a Java object: its class's full name stands on its prototype. */
export interface JavaObject {
  readonly javaClass: string;
}

/** A Java array: index, length and iteration, no array methods in the script. */
export class JavaArray {
  readonly items: readonly unknown[];
  constructor(items: readonly unknown[]) {
    this.items = items;
  }
}

/** A function of a script, kept by the model. It dies with the script's context. */
export class GuestFunction {
  readonly contextId: number;
  readonly id: number;
  constructor(contextId: number, id: number) {
    this.contextId = contextId;
    this.id = id;
  }
}

/** A Java exception. A script catches something that is not an `Error`. */
export class JavaException extends Error {
  readonly exceptionClass: string;
  constructor(exceptionClass: string, message: string | null, cause: JavaException | null = null) {
    super(message ?? '');
    this.exceptionClass = exceptionClass;
    this.text = message;
    this.causedBy = cause;
  }
  readonly text: string | null;
  readonly causedBy: JavaException | null;
}

/** A class or member that the model does not have: a mistake of ours, never a result. */
export class NotModelled extends Error {}
