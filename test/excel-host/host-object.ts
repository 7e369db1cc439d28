/** What may be reached over the wire of one of Excel's classes; anything else is refused as not simulated. */
export interface Api {
  /** The name of the real class, such as `Range`. */
  readonly name: string;
  /** What `load` may ask for. */
  readonly scalars?: readonly string[];
  /** The scalars that may be set. */
  readonly writable?: readonly string[];
  /** Properties that hold another object. */
  readonly navs?: readonly string[];
  readonly methods?: readonly string[];
}

/** An error as Excel answers it: `code` is one of `Excel.ErrorCodes`, or `NotImplemented` where the model ends. */
export class ApiError extends Error {
  readonly code: string;
  readonly location: string | undefined;

  constructor(code: string, message: string = code, location?: string) {
    super(message);
    this.code = code;
    this.location = location;
  }
}

export const badArgument = (
  message = 'The argument is invalid or missing or has an incorrect format.',
): ApiError => new ApiError('InvalidArgument', message);

export const badDimensions = (): ApiError =>
  badArgument(
    "The number of rows or columns in the input array doesn't match the size or dimensions of the range.",
  );

export const notFound = (): ApiError => new ApiError('ItemNotFound', "The requested resource doesn't exist.");

export const alreadyExists = (): ApiError =>
  new ApiError('ItemAlreadyExists', 'A resource with the same name or identifier already exists.');

export const accessDenied = (): ApiError =>
  new ApiError('AccessDenied', 'You cannot perform the requested operation.');

export const notSimulated = (what: string): ApiError =>
  new ApiError('NotImplemented', `TEST HOST: ${what} is not simulated`, what);

/** An object that records whatever it is given, for all that does not change cells. */
export interface Recorder {
  /** For messages. */
  readonly $name: string;
  $read(name: string): unknown;
  $write(name: string, value: unknown): void;
  /** The names that were written, for a load without names. */
  $names(): string[];
  $child(name: string): Recorder;
  $call(method: string, args: readonly unknown[]): void;
}

export const isRecorder = (target: object): target is Recorder => '$child' in target;

/** Records in itself. */
export class Bag implements Recorder {
  readonly $name: string;
  readonly $values: Record<string, unknown>;
  readonly $children: Record<string, Bag>;
  readonly $calls: [method: string, ...args: unknown[]][] = [];
  /** Called after each recorded call. */
  readonly #onCall: ((method: string, args: readonly unknown[]) => void) | undefined;

  constructor(
    name: string,
    values: Record<string, unknown> = {},
    options: {
      children?: Record<string, Bag>;
      onCall?: (method: string, args: readonly unknown[]) => void;
    } = {},
  ) {
    this.$name = name;
    this.$values = values;
    this.$children = options.children ?? {};
    this.#onCall = options.onCall;
  }

  $read(name: string): unknown {
    return this.$values[name] ?? null;
  }
  $write(name: string, value: unknown): void {
    this.$values[name] = value;
  }
  $names(): string[] {
    return Object.keys(this.$values);
  }
  $child(name: string): Bag {
    return (this.$children[name] ??= new Bag(`${this.$name}.${name}`));
  }
  $call(method: string, args: readonly unknown[]): void {
    this.$calls.push([method, ...args]);
    this.#onCall?.(method, args);
  }
}
