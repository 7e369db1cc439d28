import type { Api } from './host-object.ts';

/** What a cell would show: a value or a matrix, or an error such as #VALUE!. */
export type Outcome = { value: unknown } | { error: string; code: number; message: unknown };

interface Result {
  id: number;
  failed: boolean;
  value: unknown;
  code: number;
}

const ERROR_CELLS: Record<number, string> = {
  ...{ 1: '#N/A', 5: '#DIV/0!', 6: '#NUM!', 7: '#VALUE!', 8: '#NULL!', 9: '#NAME?', 10: '#NAME?' },
};

/** The object that the add-in's runtime reports to when a custom function has run. */
export class CustomFunctions {
  static readonly api: Api = {
    name: 'CustomFunctions',
    methods: [
      ...['setInvocationArrayResults', 'setInvocationResults', '_GetEnabledFeatures'],
      '_SetOsfControlContainerReadyForCustomFunctions',
    ],
  };
  readonly ready: Promise<void>;
  #isReady: () => void = () => {};
  readonly #waiting = new Map<number, (outcome: Outcome) => void>();
  #lastId = 0;

  constructor() {
    this.ready = new Promise((resolve) => {
      this.#isReady = resolve;
    });
  }

  /** Answers the number of the call and the outcome to come; rejects after `timeout` milliseconds. */
  expect(what: string, timeout: number): { id: number; outcome: Promise<Outcome> } {
    const id = ++this.#lastId;
    const outcome = new Promise<Outcome>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new Error(`${what} gave no result within ${timeout} ms`));
      }, timeout);
      this.#waiting.set(id, (result) => {
        clearTimeout(timer);
        resolve(result);
      });
    });
    return { id, outcome };
  }

  setInvocationArrayResults(results: [id: number, ok: boolean, value: unknown, code?: number][]): void {
    for (const [id, ok, value, code = 0] of results) this.#settle({ id, failed: !ok, value, code });
  }
  setInvocationResults(results: { id: number; failed: boolean; value: unknown; errorCode?: number }[]): void {
    for (const { errorCode = 0, ...result } of results) this.#settle({ ...result, code: errorCode });
  }
  _GetEnabledFeatures(): number[] {
    return [];
  }
  _SetOsfControlContainerReadyForCustomFunctions(): void {
    this.#isReady();
  }

  #settle({ id, failed, value, code }: Result): void {
    const settle = this.#waiting.get(id);
    this.#waiting.delete(id);
    settle?.(failed ? { error: ERROR_CELLS[code] ?? '#VALUE!', code, message: value } : { value });
  }
}

/** Is told that the handlers of ribbon buttons are there. */
export class AddinInternalService {
  static readonly api: Api = { name: 'AddinInternalService', methods: ['notifyActionHandlerReady'] };

  notifyActionHandlerReady(): void {}
}
