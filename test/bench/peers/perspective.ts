import perspective from '@perspective-dev/client'
import { makeVector, Table, tableToIPC } from 'apache-arrow'
import { Boards, chunks, firstRow, PANES_AN_HOUR, type Contestant, type Ranked } from '../ingest/contest.ts'
import { soundColumns, type SoundColumns } from './columns.ts'

/** Rows at a time: it is at its best with many. */
const CHUNK = 65_536
const TOP = 100
const TWO_POW_32 = 2 ** 32

type Perspective = Awaited<ReturnType<typeof perspective.table>>

/**
 * A table that keeps one row an id, so that duplicates fall away, and a view for each board. It is made for tables that
 * people look at, not for distinct counts of many groups. Its keys are doubles: they hold the generator's ids.
 */
export const perspectives: Contestant = {
  async begin(input) {
    const schema = { id: 'float', usr: 'integer', title: 'integer', minute: 'integer', counts: 'integer' }
    const table = await perspective.table(schema, { index: 'id' })
    let sound = 0
    return {
      async play(part) {
        const boards = new Boards()
        for (const chunk of chunks(input, part, CHUNK)) {
          const events = soundColumns(input, chunk)
          sound += events.user.length
          await table.update(arrowOf(events))
          const { board } = chunk
          if (board !== null) await boards.add(board, async () => viewers(table, board))
        }
        const received = firstRow(input.ticks, part.to)
        return {
          received,
          rejected: received - sound,
          duplicate: sound - (await table.size()),
          boards: boards.list,
          boardSeconds: boards.seconds,
        }
      },
    }
  },
}

async function viewers(table: Perspective, board: number): Promise<Ranked> {
  const view = await table.view({
    group_by: ['title'],
    columns: ['usr'],
    aggregates: { usr: 'distinct count' },
    sort: [['usr', 'desc']],
    filter: [
      ['counts', '==', 1],
      ['minute', '>=', board - PANES_AN_HOUR],
      ['minute', '<', board],
    ],
  })
  // Row 0 is the total.
  const { __ROW_PATH__: titles = [], usr = [] } = await view.to_columns({ start_row: 1, end_row: TOP + 1 })
  await view.delete()
  return titles.map(([title], row) => [Number(title), Number(usr[row])])
}

const arrowOf = ({ id, user, title, minute, counts }: SoundColumns): ArrayBuffer => {
  const halves = new Uint32Array(id.buffer, 0, 2 * id.length)
  const key = Float64Array.from(id, (_, i) => (halves[2 * i + 1] ?? 0) * TWO_POW_32 + (halves[2 * i] ?? 0))
  const bytes = tableToIPC(
    new Table({
      id: makeVector(key),
      usr: makeVector(Int32Array.from(user)),
      title: makeVector(Int32Array.from(title)),
      minute: makeVector(minute),
      counts: makeVector(Int32Array.from(counts)),
    }),
    'stream',
  )
  return bytes.slice().buffer
}
