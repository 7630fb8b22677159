import { at } from '../../src/shared/assert.ts'

/** A packet as Wireshark's RTP analysis sees it: times in milliseconds. */
export interface Analysed {
  readonly seq: number
  /** Of the capture. */
  readonly arrived: number
  /** The RTP timestamp in milliseconds; null for a telephone key, of which it makes nothing. */
  readonly nominal: number | null
  readonly marker?: boolean
}

export interface AnalysisRow {
  readonly packet: number
  readonly seq: number
  readonly delta: number
  readonly jitter: number
  readonly skew: number
  readonly marker: boolean
  readonly status: string
}

/**
 * The table as Wireshark up to 4.0 works it out, from the words of ui/tap-rtp-analysis.c: each row counts from the one
 * before, and the skew from the first.
 */
export function analyseOld(packets: readonly Analysed[]): AnalysisRow[] {
  const first = at(packets, 0)
  let [time, nominal, jitter, skew, delta] = [first.arrived, first.nominal ?? 0, 0, 0, 0]
  return packets.map((packet, i) => {
    if (i > 0) {
      delta = packet.arrived - time
      if (packet.nominal !== null) {
        jitter = (15 * jitter + Math.abs(delta - (packet.nominal - nominal))) / 16
        skew = packet.nominal - (first.nominal ?? 0) - (packet.arrived - first.arrived)
        nominal = packet.nominal
      }
      time = packet.arrived
    }
    return row(packet, i, delta, jitter, skew)
  })
}

/** As newer ones do: each row counts from the last one in order, and leaves its steps behind in the skew. */
export function analyseNew(packets: readonly Analysed[]): AnalysisRow[] {
  const first = at(packets, 0)
  let [time, stamp, jitter] = [first.arrived, first.nominal ?? 0, 0]
  let [sumNominal, sumArrival, skew, delta] = [0, 0, 0, 0]
  return packets.map((packet, i) => {
    if (i > 0) {
      delta = packet.arrived - time
      const own = packet.nominal ?? stamp
      if (packet.nominal !== null) {
        jitter = (15 * jitter + Math.abs(delta - (own - stamp))) / 16
        sumNominal += own - stamp
        sumArrival += delta
        skew = sumNominal - sumArrival
      }
      if (own >= stamp) {
        time = packet.arrived
        stamp = own
      }
    }
    return row(packet, i, delta, jitter, skew)
  })
}

const row = (
  { seq, nominal, marker = false }: Analysed,
  i: number,
  delta: number,
  jitter: number,
  skew: number,
): AnalysisRow => ({
  packet: 10 + 3 * i,
  seq: seq & 0xffff,
  delta,
  jitter,
  skew,
  marker,
  status: nominal === null ? 'PT=101 telephone/event' : 'OK',
})

const quoted = (text: string): string => `"${text}"`

const HEADER = ['Packet', 'Sequence', 'Delta (ms)', 'Jitter (ms)', 'Skew', 'Bandwidth', 'Marker', 'Status']
const OLD_HEADER = [
  'Packet',
  'Sequence',
  'Time stamp',
  'Delta (ms)',
  'Jitter (ms)',
  'Skew(ms)',
  'IP BW (kbps)',
  'Marker',
  'Status',
  'Date',
  'Length',
]

const plainRow = ({ packet, seq, delta, jitter, skew, marker, status }: AnalysisRow): string =>
  [packet, seq, delta, jitter, skew, 1.6, quoted(marker ? 'SET' : ''), quoted(status)].join(',')

export type Section = readonly [name: string, rows: readonly AnalysisRow[]]

/** What Wireshark 4 saves: a header, then each stream under its name. */
export const printVersion4 = (sections: readonly Section[], header: readonly string[] = HEADER): string =>
  [
    header.map(quoted).join(','),
    ...sections.flatMap(([name, rows]) => [quoted(name), ...rows.map(plainRow), '']),
  ].join('\n')

/** What 3 saves: the same without a header. */
export const printVersion3 = (sections: readonly Section[]): string =>
  sections.flatMap(([name, rows]) => [quoted(name), ...rows.map(plainRow), '']).join('\n')

/** What 2 saves: `Forward` and, by mistake, the same rows once more as `Reverse`. */
export const printVersion2 = (rows: readonly AnalysisRow[]): string =>
  ['Forward', ...rows.map(plainRow), '', 'Reverse', ...rows.map(plainRow), ''].join('\n')

/** What 1 saves: everything in quotes with two digits, a header for each direction, and more columns. */
export const printVersion1 = (sections: readonly Section[], point = '.'): string =>
  sections
    .flatMap(([name, rows]) => [
      name,
      OLD_HEADER.map(quoted).join(','),
      ...rows.map(({ packet, seq, delta, jitter, skew, marker, status }) =>
        [
          String(packet),
          String(seq),
          '0',
          ...[delta, jitter, skew, 10.18].map((value) => value.toFixed(2).replace('.', point)),
          marker ? 'SET' : '',
          status === 'OK' ? '[ Ok ]' : status,
          '02/15/2010 14:58:29.639',
          '214',
        ]
          .map(quoted)
          .join(','),
      ),
      '',
    ])
    .join('\n')
