import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RULES } from '../../../../src/engine/ingest/codes.ts'
import { NO_FAULTS, usualConfig, type IngestConfig } from '../../../../src/engine/ingest/config.ts'
import { IngestEngine } from '../../../../src/engine/ingest/ingest-engine.ts'
import type { Board } from '../../../../src/engine/ingest/score/board.ts'
import { SECOND } from '../../../../src/engine/kernel/time.ts'
import { standardError } from '../../../../src/engine/ingest/sketches/estimate.ts'
import { Recorder } from './recorder.ts'
import { Recount } from './recount.ts'

const TITLES = 300
const MINUTE_MS = 60_000
const SECONDS = 5_000
const ROOM = 1_300_000
/** Every so many closed minutes the windows that end there are looked at. */
const LOOK_EVERY = 7
/** And every so many boards one is kept. */
const SHOW_EVERY = 16

/** An evening and its hour before: 200 events a second, everything that can go wrong, and a second crash later on. */
const CONFIG: IngestConfig = {
  ...usualConfig(21, 2_000, TITLES),
  population: {
    ...usualConfig(21, 2_000, TITLES).population,
    faults: {
      ...NO_FAULTS,
      offline: 0.06,
      replays: 0.03,
      malformed: 0.03,
      skew: 0.03,
      bots: 30,
      viral: { fromMs: 600_000, untilMs: 2_400_000, share: 0.3 },
      release: { fromMs: 2_000_000, untilMs: 4_000_000, share: 0.2 },
      outage: { fromMs: 1_200_000, untilMs: 1_500_000, region: 2 },
    },
  },
  // So short that the region without a network, of which only bots and what is sent again are heard, falls idle.
  windows: { ...usualConfig(21, 2_000, TITLES).windows, idleMs: 1_000 },
  dedupe: { by: 'id', lines: 1 << 19 },
  sketches: { headPrecision: 12, headTitles: 100, tailPrecision: 6, promotedTitles: 8 },
  exact: true,
}

/** A board, with the tick after which it was made and the minute its windows end with. */
interface Shown {
  readonly board: Board
  readonly tick: number
  readonly to: number
}

interface Look {
  readonly to: number
  readonly title: number
  readonly hour: number
  readonly exactHour: number
  readonly error: number
}

/** A run with all its events, and what its closed minutes held. */
class Witness {
  readonly engine = new IngestEngine(CONFIG)
  readonly events = new Recorder(ROOM)
  readonly panes: string[] = []
  /** The watermark after each tick. */
  readonly marks: number[] = []
  readonly looks: Look[] = []
  readonly shown: Shown[] = []

  constructor() {
    const { engine, events } = this
    const { pipeline } = engine
    const take = pipeline.take.bind(pipeline)
    pipeline.take = (batch) => {
      events.take(batch, Math.round(engine.now / (SECOND / 10)))
      take(batch)
    }
    const endTick = pipeline.endTick.bind(pipeline)
    pipeline.endTick = (nowMs) => {
      endTick(nowMs)
      this.marks.push(pipeline.windows.watermark.ms)
    }
    const close = pipeline.windows.onClose
    pipeline.windows.onClose = (pane) => {
      close(pane)
      const { number, onTime, late } = pane
      this.panes.push(`${number}: ${onTime} on time, ${late} late`)
      for (let title = 0; title < TITLES; title++) {
        const [starts = 0, present = 0] = [pane.starts[title], pane.present[title]]
        if (starts + present > 0) this.panes.push(`${number}/${title}: ${starts} starts, ${present} present`)
      }
      if (number % LOOK_EVERY === 0) this.look(number + 1)
    }
    pipeline.watch = (stage) => {
      const { board, final } = pipeline.corrected
      const tick = Math.round(engine.now / (SECOND / 10)) - 1
      if (stage !== 'board' || pipeline.boards % SHOW_EVERY !== 0 || board === null) return
      this.shown.push({ board, tick, to: Math.floor(board.timeMs / MINUTE_MS) + 1 })
      if (final.board !== null)
        this.shown.push({ board: final.board, tick, to: final.board.timeMs / MINUTE_MS })
    }
    for (const until of [500, 3_000, SECONDS]) {
      engine.advance(until * SECOND)
      if (until < SECONDS) engine.apply({ kind: 'crash', collector: until % 100 })
    }
  }

  private look(to: number): void {
    const { corrected, windows } = this.engine.pipeline
    for (let title = 0; title < TITLES; title++) {
      const { hour } = corrected.viewers.upTo(title, to)
      const exactHour = windows.exact?.count(title, to - 60, to) ?? -1
      if (exactHour > 0)
        this.looks.push({ to, title, hour, exactHour, error: corrected.viewers.error(title, to) })
    }
  }
}

describe('a million events, counted again in SQL', () => {
  let run: Witness
  let sql: Recount
  beforeAll(async () => {
    run = new Witness()
    sql = await Recount.of(run.events, CONFIG, SECONDS * 10)
    // A machine may be busy; and the database does not bear to be left in the middle of it.
  }, 300_000)
  afterAll(() => sql.close())

  test('received, accepted, rejected by rule, unique, duplicate, on time, late, too late', async () => {
    const { counts } = run.engine.pipeline
    expect(counts.received).toBeGreaterThan(1_000_000)
    const rules = await sql.rows('select verdict, count(*) as n from judged group by verdict')
    const byRule = new Map(rules.map(({ verdict, n }) => [verdict, Number(n)]))
    const fates = await sql.rows('select fate, count(*) as n from placed group by fate')
    const byFate = new Map(fates.map(({ fate, n }) => [fate, Number(n)]))
    expect(counts).toEqual({
      received: await sql.number('select count(*) from event'),
      accepted: byRule.get('ok'),
      rejected: await sql.number("select count(*) from judged where verdict <> 'ok'"),
      rejectedBy: RULES.map(({ name }) => (name === 'ok' ? 0 : byRule.get(name))),
      unique: await sql.number('select count(*) from seen where not is_copy'),
      duplicate: await sql.number('select count(*) from seen where is_copy'),
      onTime: byFate.get('on time'),
      late: byFate.get('late'),
      tooLate: byFate.get('too late'),
    })
    // Nothing of it is proved by an absence.
    expect(
      Math.min(...counts.rejectedBy.slice(1), counts.duplicate, counts.late, counts.tooLate),
    ).toBeGreaterThan(100)
  })

  test('by region, by type, by lateness, and each of the 300 partitions', async () => {
    const { byRegion, byType, windows, logs } = run.engine.pipeline
    const accepted = (of: string): string =>
      `select ${of} as one, count(*) as n from judged where verdict = 'ok' group by ${of}`
    expect([...byRegion]).toEqual(await sql.column(accepted('region'), 'one', 'n', 5))
    expect([...byType]).toEqual(await sql.column(accepted('type'), 'one', 'n', 17))
    expect(windows.counts.lateness).toEqual(
      await sql.column(
        `select case when late < 0 then 0 when late < 60000 then 1 when late < 300000 then 2 when late < 3600000 then 3
         when late < 86400000 then 4 else 5 end as one, count(*) as n
         from (select received_ms - happened_ms as late from placed) group by one`,
        'one',
        'n',
        6,
      ),
    )
    expect([...logs.endOffset]).toEqual(
      await sql.column('select topic * 50 + part as one, records as n from logged', 'one', 'n', 300),
    )
  })

  test('the watermark, and how often each minute was told', async () => {
    const { counts } = run.engine.pipeline.windows
    expect(run.marks).toEqual(await sql.column('select tick, ms from mark', 'tick', 'ms', 10 * SECONDS))
    const [told = {}] = await sql.rows(
      'select count(*) as firsts, sum(updates)::bigint as updates, count(*) filter (where is_final) as finals from told',
    )
    expect({ firsts: counts.firsts, updates: counts.updates, finals: counts.finals }).toEqual(told)
    expect(counts.updates).toBeGreaterThan(100)
  })

  test('every minute that closed: its events, and the starts and the presence of each title', async () => {
    const closed = 'pane in (select pane from told where is_final)'
    const panes = await sql.rows(
      `select pane, -1 as title, count(*) filter (where fate = 'on time') as a, count(*) filter (where fate = 'late') as b
       from counted where ${closed} group by pane
       union all
       select pane, title, count(*) filter (where type = 0), count(*) filter (where type = 6)
       from counted where ${closed} and type in (0, 6) group by pane, title
       order by pane, title`,
    )
    const listed = panes.map(({ pane, title, a, b }) =>
      title === -1 ? `${pane}: ${a} on time, ${b} late` : `${pane}/${title}: ${a} starts, ${b} present`,
    )
    expect(run.panes).toEqual(listed)
    expect(listed.length).toBeGreaterThan(5_000)
  })

  test('exact viewers of an hour are exact; estimates are within four standard errors, and as good as they say', async () => {
    const ends = [...new Set(run.looks.map(({ to }) => to))]
    const rows = await sql.rows(
      `select stop.pane as stop, title, count(distinct usr) as n
       from (select unnest([${ends.join()}]) as pane) stop
       join presence on presence.pane >= stop.pane - 60 and presence.pane < stop.pane
       group by all`,
    )
    const exact = new Map(rows.map(({ stop, title, n }) => [`${stop}/${title}`, Number(n)]))
    expect(new Map(run.looks.map(({ to, title, exactHour }) => [`${to}/${title}`, exactHour]))).toEqual(exact)
    const shown = run.looks.filter(({ exactHour }) => exactHour >= 10)
    const off = shown.filter(({ hour, exactHour, error }) => Math.abs(hour / exactHour - 1) > 4 * error)
    expect(off).toEqual([])
    // Of the head, over all of them: no worse on average than the standard error they are shown with.
    const head = shown.filter(({ error }) => error === standardError(12))
    expect(head.length).toBeGreaterThan(500)
    const square =
      head.reduce((sum, { hour, exactHour }) => sum + (hour / exactHour - 1) ** 2, 0) / head.length
    expect(Math.sqrt(square)).toBeLessThan(standardError(12))
  })

  test('as drawn: views of every event that is not five minutes late, in five buckets of lateness', async () => {
    const drawn = run.engine.pipeline.drawn
    if (drawn === null) throw new Error('nothing was drawn')
    const views = await sql.column(
      `select title, count(*) as n from judged
       where verdict = 'ok' and title <> 4294967295 and received_ms - event_ms < 300000 group by title`,
      'title',
      'n',
      TITLES,
    )
    expect(Array.from({ length: TITLES }, (_, title) => drawn.viewsOf(title))).toEqual(views)
    expect([...drawn.lateness]).toEqual(
      await sql.column(
        `select case when late < 60000 then 1 when late < 300000 then 2 when late < 3600000 then 3
         when late < 86400000 then 4 else 5 end as one, count(*) as n
         from (select received_ms - event_ms as late from judged where verdict = 'ok') group by one`,
        'one',
        'n',
        6,
      ),
    )
  })

  test('the accounts that start most plays: no count too low, none too high by more than its error, none missing', async () => {
    const { heavy } = run.engine.pipeline.windows
    const starts = await sql.rows('select usr, count(*) as n from counted where type = 0 group by usr')
    const exact = new Map(starts.map(({ usr, n }) => [usr, Number(n)]))
    expect(heavy.total).toBe([...exact.values()].reduce((sum, n) => sum + n, 0))
    const told = heavy.heaviest(1_024)
    const wrong = told.filter(({ key, count, error }) => {
      const truth = exact.get(key) ?? 0
      return count < truth || count - error > truth
    })
    expect(wrong).toEqual([])
    const heavyOnes = [...exact].filter(([, n]) => n > heavy.total / 1_024).map(([usr]) => usr)
    expect(heavyOnes.length).toBeGreaterThanOrEqual(30)
    expect(told.map(({ key }) => key)).toEqual(expect.arrayContaining(heavyOnes))
    expect(exact.size).toBeGreaterThan(1_024)
  })

  test('boards on the way and final ones: the starts and the viewers of the hour that they say', async () => {
    expect(new Set(run.shown.map(({ board }) => board.standing))).toEqual(new Set(['realtime', 'final']))
    for (const { board, tick, to } of run.shown) {
      const hour = `tick <= ${tick} and pane >= ${to - 60} and pane < ${to}`
      const starts = `select title, count(*) as n from counted where type = 0 and ${hour} group by title`
      const viewers = `select title, count(distinct usr) as n from counted where type = 6 and ${hour} group by title`
      const exactStarts = await sql.column(starts, 'title', 'n', TITLES)
      const exactViewers = await sql.column(viewers, 'title', 'n', TITLES)
      const titles = board.title.subarray(0, board.length)
      expect([...board.views.subarray(0, board.length)]).toEqual(
        Array.from(titles, (title) => exactStarts[title]),
      )
      const errors = Array.from(
        titles,
        (title, rank) => (board.hour[rank] ?? 0) / (exactViewers[title] ?? 0) - 1,
      )
      expect(errors.filter((error, rank) => Math.abs(error) > 4 * (board.error[rank] ?? 0))).toEqual([])
    }
  })
})
