import { makeVector, Table, tableToIPC } from 'apache-arrow'
import { Boards, chunks, firstRow, PANES_AN_HOUR, type Contestant, type Ranked } from '../ingest/contest.ts'
import { soundColumns, type SoundColumns } from './columns.ts'

/** Rows at a time: it is at its best with many. */
const CHUNK = 131_072
const TOP = 100

/** What of DuckDB is used here: in node its calls answer at once, in a browser later. */
export interface DuckDb {
  query(sql: string): Rows | Promise<Rows>
  insertArrowFromIPCStream(
    bytes: Uint8Array,
    options: { readonly name: string; readonly create: boolean },
  ): unknown
}

export interface Rows {
  getChild(name: string): { get(row: number): unknown } | null
  readonly numRows: number
}

/**
 * Tables in SQL, viewers by its own approximate count, which is twice as fast as its exact one. Duplicates by anti-join, or
 * not at all.
 */
export const duckdb = (open: () => Promise<DuckDb>, dedupes: boolean): Contestant => ({
  async begin(input) {
    const db = await open()
    const columns = 'id ubigint, usr uinteger, title uinteger, minute integer, counts utinyint'
    for (const table of ['seen', 'stage']) await db.query(`create table ${table} (${columns})`)
    let sound = 0
    return {
      async play(part) {
        const boards = new Boards()
        for (const chunk of chunks(input, part, CHUNK)) {
          const events = soundColumns(input, chunk)
          sound += events.user.length
          const name = dedupes ? 'stage' : 'seen'
          await db.insertArrowFromIPCStream(arrowOf(events), { name, create: false })
          if (dedupes) await moveNew(db)
          const { board } = chunk
          if (board !== null) await boards.add(board, async () => viewers(db, board))
        }
        const unique = await numberOf(db, 'select count(*)::integer n from seen')
        const received = firstRow(input.ticks, part.to)
        return {
          received,
          rejected: received - sound,
          duplicate: dedupes ? sound - unique : null,
          boards: boards.list,
          boardSeconds: boards.seconds,
        }
      },
    }
  },
})

async function moveNew(db: DuckDb): Promise<void> {
  await db.query(
    'insert into seen select distinct on (id) * from stage where not exists (select 1 from seen where seen.id = stage.id)',
  )
  await db.query('delete from stage')
}

async function viewers(db: DuckDb, board: number): Promise<Ranked> {
  const rows = await db.query(
    `select title::integer title, approx_count_distinct(usr)::integer n from seen
     where counts = 1 and minute >= ${board - PANES_AN_HOUR} and minute < ${board}
     group by title order by n desc, title limit ${TOP}`,
  )
  const [title, n] = [rows.getChild('title'), rows.getChild('n')]
  return Array.from({ length: rows.numRows }, (_, row) => [Number(title?.get(row)), Number(n?.get(row))])
}

const numberOf = async (db: DuckDb, sql: string): Promise<number> =>
  Number((await db.query(sql)).getChild('n')?.get(0))

const arrowOf = ({ id, user, title, minute, counts }: SoundColumns): Uint8Array =>
  tableToIPC(
    new Table({
      id: makeVector(id),
      usr: makeVector(user),
      title: makeVector(title),
      minute: makeVector(minute),
      counts: makeVector(counts),
    }),
    'stream',
  )
