import { DomainError } from '../../shared/errors.ts';

/** The cell error outside Excel, where the global `CustomFunctions` does not exist; same code, same sentence. */
class CellError extends Error {
  override readonly name = 'CellError';
  readonly code = '#VALUE!';
}

/**
 * Runs a custom function's work. A refusal becomes `#WAARDE!` with its Dutch sentence in the cell's error menu; that
 * code is one of the two that may carry a sentence. Bugs fall through.
 */
export function inCell<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw error instanceof DomainError ? cellError(error.message) : error;
  }
}

function cellError(message: string): unknown {
  return typeof CustomFunctions === 'undefined'
    ? new CellError(message)
    : new CustomFunctions.Error(CustomFunctions.ErrorCode.invalidValue, message);
}
