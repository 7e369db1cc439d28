import { ApiError } from './host-object.ts';
import { type Batch, type BatchResult, RichApi } from './richapi.ts';
import type { Workbook } from './workbook.ts';

/** The limit of Excel on the web, in bytes, of a request and of its answer. */
export const MAX_PAYLOAD = 5 * 1024 * 1024;

/** Errors that Excel gives instead of an answer, with their number on the wire of office.js. */
export const TRANSPORT_ERRORS: Readonly<Record<string, number>> = {
  InvalidOperationInCellEditMode: 5004,
  InvalidOrTimedOutSession: 5012,
  ActivityLimitReached: 5102,
  RequestPayloadSizeLimitExceeded: 5103,
  ResponsePayloadSizeLimitExceeded: 5104,
};
/** Of `Excel.run({ delayForCellEdit: true }, …)`. */
const DELAY_FOR_CELL_EDIT = 64;

/** JSON, or the name of a {@link TRANSPORT_ERRORS}. */
export type Answer = { body: string } | { error: string };

export interface RequestRecord {
  actions: number;
  requestBytes: number;
  responseBytes: number;
  /** The code of the error that was answered. */
  error: string | undefined;
}

/** One Excel with one workbook open: takes the requests of office.js, whatever way they came. */
export class ExcelHost {
  readonly workbook: Workbook;
  readonly api: RichApi;
  /** Every request but those in which the client only lets go of objects. */
  readonly requests: RequestRecord[] = [];
  /** Called before each of {@link requests} is carried out, with its number from 1: a user may do something then. */
  onRequest: ((n: number) => void) | undefined;
  #failures: { at: number; code: string; after: boolean }[] = [];
  #editing: { ended: Promise<void>; end: () => void } | undefined;

  constructor(workbook: Workbook, services: Record<string, object> = {}) {
    this.workbook = workbook;
    this.api = new RichApi(workbook, services);
    workbook.$tracked = () => this.api.tracked();
  }

  /** Refuses the n-th request from now, 1 being the next. `after`: what it asked was done, only the answer is lost. */
  failAt(n: number, code: string, { after = false }: { after?: boolean } = {}): void {
    this.#failures.push({ at: this.requests.length + n, code, after });
  }

  /** The user opens a cell: requests are refused, or wait where the add-in asks for that. */
  startCellEdit(): void {
    if (this.#editing) return;
    let end: () => void = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.#editing = { ended, end };
  }
  endCellEdit(): void {
    this.#editing?.end();
    this.#editing = undefined;
  }

  /** `text` is a batch of office.js. */
  async execute(text: string, flags = 0): Promise<Answer> {
    while (this.#editing) {
      if (!(flags & DELAY_FOR_CELL_EDIT))
        return this.#answer({ error: 'InvalidOperationInCellEditMode' }, 0, text);
      await this.#editing.ended;
    }
    const batch = JSON.parse(text) as Batch;
    if (isCleanup(batch)) return { body: JSON.stringify(this.api.process(batch)) };
    const n = this.requests.length + 1;
    this.onRequest?.(n);
    const failure = this.#failures.find(({ at }) => at === n);
    const actions = batch.Actions.length;
    if (Buffer.byteLength(text) > MAX_PAYLOAD)
      return this.#answer({ error: 'RequestPayloadSizeLimitExceeded' }, actions, text);
    if (failure && !failure.after) return this.#answer(refusal(failure.code), actions, text);
    const result = this.api.process(batch);
    const body = JSON.stringify(result);
    if (failure) return this.#answer(refusal(failure.code), actions, text);
    if (Buffer.byteLength(body) > MAX_PAYLOAD)
      return this.#answer({ error: 'ResponsePayloadSizeLimitExceeded' }, actions, text);
    return this.#answer({ body }, actions, text, result.Error?.Code);
  }

  #answer(answer: Answer, actions: number, text: string, code?: string): Answer {
    this.requests.push({
      actions,
      requestBytes: Buffer.byteLength(text),
      responseBytes: 'body' in answer ? Buffer.byteLength(answer.body) : 0,
      error: 'error' in answer ? answer.error : (code ?? errorIn(answer.body)),
    });
    return answer;
  }
}

/** Sent after each `Excel.run`; the client pays no heed to its outcome. */
const isCleanup = ({ Actions }: Batch): boolean =>
  Actions.every(({ ActionType, Name }) => ActionType === 1 || Name === '_RemoveReference') &&
  Actions.some(({ Name }) => Name === '_RemoveReference');

function refusal(code: string): Answer {
  if (code in TRANSPORT_ERRORS) return { error: code };
  const { message } = new ApiError(code);
  const Error = { Code: code, Message: message, Location: null, HttpStatusCode: 400, ActionIndex: 0 };
  return { body: JSON.stringify({ Error, Results: [] } satisfies BatchResult) };
}

const errorIn = (body: string): string | undefined =>
  body.startsWith('{"Error"') ? (JSON.parse(body) as BatchResult).Error?.Code : undefined;
