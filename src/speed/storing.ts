import { RandomStream } from '../engine/kernel/random.ts'
import type { Series, Told } from './protocol.ts'
import { rates, type Clock } from './rate.ts'

/** A real file: a sync access handle in a browser, a descriptor in the terminal. Positions are in bytes. */
export interface RandomAccessFile {
  write(bytes: Uint8Array, at: number): void
  read(into: Uint8Array, at: number): void
  /** Returns when the system says that what was written will outlive it. */
  flush(): void
  truncate(size: number): void
}

const KIB = 1_024
const MIB = KIB * KIB
const MB = 1e6
const SMALL = 4 * KIB
const LARGE = 64 * KIB
const FILE = 16 * MIB
/** So many small blocks make up one run. */
const PLACES = 512
const LEAST_MS = 80

interface Way {
  readonly id: string
  readonly label: string
  readonly block: number
  readonly blocks: number
  readonly isRandom: boolean
}

const WAYS: readonly Way[] = [
  {
    id: 'sequential-64k',
    label: 'in order, 64 KiB at a time',
    block: LARGE,
    blocks: FILE / LARGE,
    isRandom: false,
  },
  {
    id: 'sequential-4k',
    label: 'in order, 4 KiB at a time',
    block: SMALL,
    blocks: PLACES,
    isRandom: false,
  },
  {
    id: 'random-4k',
    label: 'at random places, 4 KiB at a time',
    block: SMALL,
    blocks: PLACES,
    isRandom: true,
  },
]

/**
 * Writes to a file of 16 MiB, each run ended by a flush. What lies between a write and the disk (the browser, the
 * page cache, the device's own) takes part, as it does for a broker.
 */
export const measureWriting = (file: RandomAccessFile, clock: Clock, told: Told): Series[] =>
  alongAll(
    file,
    clock,
    told,
    'write',
    (bytes, at) => file.write(bytes, at),
    () => file.flush(),
  )

/** Reads the same file back. It was just written, so all of it may come from the page cache. */
export const measureReading = (file: RandomAccessFile, clock: Clock, told: Told): Series[] =>
  alongAll(
    file,
    clock,
    told,
    'read',
    (bytes, at) => file.read(bytes, at),
    () => {},
  )

function alongAll(
  file: RandomAccessFile,
  clock: Clock,
  told: Told,
  verb: string,
  touch: (block: Uint8Array, at: number) => void,
  end: () => void,
): Series[] {
  fill(file)
  return WAYS.map(({ id, label, block, blocks, isRandom }, done) => {
    const bytes = new Uint8Array(block).fill(7)
    const draw = RandomStream.of(1, `speed.${id}`)
    const run = (): void => {
      for (let i = 0; i < blocks; i++) touch(bytes, (isRandom ? draw.below(FILE / block) : i) * block)
      end()
    }
    const values = rates(clock, (block * blocks) / MB, LEAST_MS, run)
    told(done + 1, WAYS.length)
    return { id: `${verb}-${id}`, label, unit: 'MB/s', values }
  })
}

function fill(file: RandomAccessFile): void {
  const bytes = new Uint8Array(MIB)
  for (let at = 0; at < FILE; at += MIB) file.write(bytes, at)
  file.flush()
}
