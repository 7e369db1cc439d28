/**
 * A log that was begun on another server goes on here. Its lines keep their hashes, which are over the numbers that the
 * other one gave to contract and persons; the line that continues it says what those were.
 */
export interface Origin {
  /** What the other server called the contract. */
  contract: number;
  /** Of each person in its lines: the number here, and there. */
  persons: [here: number, there: number][];
}

interface Numbered {
  seq: number;
  contract_id: number;
  person_id: number | null;
}

const PREFIX = 'origins/';

/** Of the line that continues a log; lines up to and with `lastSeq` are of elsewhere. */
export const originSubject = (lastSeq: number): string => `${PREFIX}${lastSeq}`;

export const isOriginSubject = (subject: string): boolean => subject.startsWith(PREFIX);

/** Lines as they were hashed where they were written, however many servers ago. */
export function createOrigins(
  lines: readonly { subject: string | null; new: string | null }[],
): <Line extends Numbered>(line: Line) => Line {
  const origins = lines
    .flatMap(({ subject, new: value }) => {
      const origin = subject !== null && isOriginSubject(subject) ? parseOrigin(value) : undefined;
      return origin ? [{ lastSeq: Number(subject?.slice(PREFIX.length)), ...origin }] : [];
    })
    // The latest server first: its numbers are those of the lines here.
    .sort((a, b) => b.lastSeq - a.lastSeq);
  return (line) => {
    let written = line;
    for (const { lastSeq, contract, there } of origins)
      if (line.seq <= lastSeq)
        written = {
          ...written,
          contract_id: contract,
          person_id: written.person_id === null ? null : (there.get(written.person_id) ?? null),
        };
    return written;
  };
}

/** Undefined where the value was tampered with: then the hashes do not agree either. */
function parseOrigin(value: string | null): { contract: number; there: Map<number, number> } | undefined {
  try {
    const { contract, persons } = JSON.parse(value ?? '') as Origin;
    return { contract, there: new Map(persons) };
  } catch {
    return undefined;
  }
}
