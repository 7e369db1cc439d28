/** Of the format that https://www.sqlite.org/fileformat2.html#walformat describes: sizes of its heads in bytes. */
const HEAD = 32;
const FRAME_HEAD = 24;

type Sum = readonly [number, number];

/**
 * Whether acknowledged work in a WAL can no longer be read. SQLite itself takes what it cannot read as never committed
 * and writes over it. A power cut leaves a head that is sound or was never written, and at most one unfinished transaction
 * at the end; where two whole transactions follow on something that is broken, the file was damaged.
 */
export function isWalDamaged(wal: Buffer): boolean {
  if (wal.length <= HEAD || wal.every((byte) => byte === 0)) return false;
  const magic = wal.readUInt32BE(0);
  if (magic !== 0x377f0682 && magic !== 0x377f0683) return true;
  const read = magic & 1 ? (at: number) => wal.readUInt32BE(at) : (at: number) => wal.readUInt32LE(at);
  const sumUp = ([first, second]: Sum, from: number, to: number): Sum => {
    for (let at = from; at < to; at += 8) {
      first = (first + read(at) + second) >>> 0;
      second = (second + read(at + 4) + first) >>> 0;
    }
    return [first, second];
  };
  const sumAt = (at: number): Sum => [wal.readUInt32BE(at), wal.readUInt32BE(at + 4)];
  const isSame = (one: Sum, other: Sum) => one[0] === other[0] && one[1] === other[1];
  if (!isSame(sumUp([0, 0], 0, 24), sumAt(24))) return true;

  const frame = FRAME_HEAD + wal.readUInt32BE(8);
  let [isBroken, commits, before] = [false, 0, sumAt(24)];
  for (let at = HEAD; at + frame <= wal.length; at += frame) {
    const isOfThisRound = wal.compare(wal, 16, 24, at + 8, at + 16) === 0;
    const follows =
      isOfThisRound && isSame(sumUp(sumUp(before, at, at + 8), at + FRAME_HEAD, at + frame), sumAt(at + 16));
    if (!follows) [isBroken, commits] = [true, 0];
    else if (wal.readUInt32BE(at + 4) !== 0) commits += 1;
    if (isBroken && commits >= 2) return true;
    before = sumAt(at + 16);
  }
  return false;
}
