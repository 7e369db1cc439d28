/** Something in the workbook that the user can mend; the message is a Dutch sentence that says how. */
export class ExcelError extends Error {
  /** Office.js's own code, or one of ours: `not_set_up`, `other_contract`. */
  readonly code: string;

  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'ExcelError';
    this.code = code;
  }
}

/** What Excel refuses, in words and with what to do, by the code of office.js. */
export const SENTENCES: Record<string, string> = {
  InvalidOperationInCellEditMode:
    'Er staat nog een cel open om te bewerken. Druk in Excel op Enter of Esc en probeer het opnieuw.',
  AccessDenied:
    'Een blad is beveiligd. Hef de beveiliging op (tabblad Controleren, Beveiliging blad opheffen) en probeer het opnieuw.',
  ItemNotFound:
    'Een blad of tabel is intussen verwijderd of kreeg een andere naam. Klik op Werkmap inrichten en probeer het opnieuw.',
  InvalidReference:
    'Een blad of tabel is intussen verschoven of verwijderd. Probeer het opnieuw; er is niets verloren.',
  ItemAlreadyExists:
    'Een naam die het deelvenster nodig heeft, is in deze werkmap al in gebruik. Geef het andere blad, de andere tabel of het andere bereik een andere naam.',
  FilteredRangeConflict: 'Een filter staat in de weg. Wis de filters in de tabellen en probeer het opnieuw.',
  InactiveWorkbook: 'Een andere werkmap is actief. Klik in deze werkmap en probeer het opnieuw.',
  InvalidSelection: 'Een andere werkmap is actief. Klik in deze werkmap en probeer het opnieuw.',
  RequestPayloadSizeLimitExceeded:
    'De tabellen zijn te groot om in één keer te verwerken. Verwijder lange teksten in uw eigen kolommen en probeer het opnieuw.',
  ResponsePayloadSizeLimitExceeded:
    'De tabellen zijn te groot om in één keer te lezen. Verwijder lange teksten in uw eigen kolommen en probeer het opnieuw.',
  InsertDeleteConflict:
    'Excel kan hier geen rijen toevoegen of verwijderen, omdat andere tabellen of samengevoegde cellen in de weg staan. Laat de ruimte onder de tabel leeg en probeer het opnieuw.',
  ServiceNotAvailable: 'Excel reageert niet. Wacht een ogenblik en probeer het opnieuw.',
  ActivityLimitReached: 'Excel is nog bezig. Wacht een ogenblik en probeer het opnieuw.',
};

/**
 * Runs a batch against the workbook, waiting while the user edits a cell. What Excel refuses is thrown as an
 * {@link ExcelError}; anything else falls through.
 */
export async function inExcel<Result>(
  batch: (context: Excel.RequestContext) => Promise<Result>,
): Promise<Result> {
  try {
    return await Excel.run({ delayForCellEdit: true }, batch);
  } catch (error) {
    throw translate(error);
  }
}

/**
 * The same for a batch that changes what the user made: Ctrl+Z takes all of it back at once, where Excel has that
 * (ExcelApi 1.20). Where Excel has it but fails at it, the batch runs once more without: it must bear that.
 */
export async function inOneUndoStep<Result>(
  batch: (context: Excel.RequestContext) => Promise<Result>,
): Promise<Result> {
  if (!Office.context.requirements.isSetSupported('ExcelApi', '1.20')) return inExcel(batch);
  try {
    return await Excel.run({ delayForCellEdit: true, mergeUndoGroup: true }, batch);
  } catch (error) {
    if (isOfficeError(error) && error.code === 'UndoNotSupported') return inExcel(batch);
    throw translate(error);
  }
}

function translate(error: unknown): unknown {
  if (!isOfficeError(error)) return error;
  const sentence =
    SENTENCES[error.code] ??
    `Excel kon dit niet uitvoeren (${error.code}). Sla de werkmap op en probeer het opnieuw; blijft dit zo, sluit en open de werkmap dan.`;
  return new ExcelError(error.code, sentence, error);
}

/** By name: the class itself belongs to the frame that loaded office.js. */
const isOfficeError = (error: unknown): error is { name: string; code: string } =>
  typeof error === 'object' &&
  error !== null &&
  'name' in error &&
  error.name === 'RichApi.Error' &&
  'code' in error &&
  typeof error.code === 'string';
