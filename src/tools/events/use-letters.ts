import { useEffect, useState } from 'react'
import { sentence, type Outcome } from '../../shared/outcome.ts'
import type { LetterPage, Replayed, Summary } from '../../events/protocol.ts'
import { count } from '../segments/words.ts'
import type { Result } from './event-files.ts'
import { ruleOf } from './words.ts'

export const PAGE = 25

export interface LettersState {
  /** Null: all rules. */
  readonly rule: number | null
  /** Of the letters that are listed, the first of this page. */
  readonly from: number
  readonly page: LetterPage
  /** By its number; null while none on this page is. */
  readonly chosen: number | null
  /** Texts that were changed and not sent yet, by the letter's number. */
  readonly drafts: ReadonlyMap<number, string>
  /** What became of the last that were sent. */
  readonly says: string | null
  readonly chooseRule: (rule: number | null) => void
  readonly setFrom: (from: number) => void
  readonly choose: (number: number | null) => void
  /** Null: as it came. */
  readonly edit: (number: number, text: string | null) => void
  readonly sendOne: (number: number, text: string) => void
  /** All letters of a rule, those that were changed as they are now. */
  readonly sendAll: (rule: number) => void
  /** All letters of a rule, with a value where it says that something is wrong. */
  readonly sendWith: (rule: number, value: string) => void
}

/** The dead letters of a run, as they are being browsed and mended. */
export function useLetters(
  { link }: Result,
  summary: Summary,
  onSummary: (summary: Summary) => void,
): LettersState {
  const [{ rule, from }, setPlace] = useState<{ rule: number | null; from: number }>({ rule: null, from: 0 })
  const [chosen, choose] = useState<number | null>(null)
  const [page, setPage] = useState<LetterPage>({ total: 0, rows: [] })
  const [says, setSays] = useState<string | null>(null)
  const [drafts, setDrafts] = useState<ReadonlyMap<number, string>>(new Map())

  useEffect(() => {
    let isWanted = true
    void link
      .ask((remote) => remote.letters(rule, from, PAGE))
      .then((answer) => {
        if (isWanted && answer.ok) setPage(answer.value)
      })
    return () => {
      isWanted = false
    }
  }, [link, rule, from, summary])

  const send = async (sending: Promise<Outcome<Replayed>>, what: string): Promise<void> => {
    const sent = await sending
    if (!sent.ok) return setSays(sentence(sent.problem))
    setSays(sayReplayed(sent.value, what))
    if (sent.value.sent === 0) return
    setPlace({ rule, from: 0 })
    onSummary(sent.value.summary)
  }
  return {
    rule,
    from,
    page,
    chosen: page.rows.some(({ number }) => number === chosen) ? chosen : null,
    drafts,
    says,
    chooseRule: (next) => setPlace({ rule: next, from: 0 }),
    setFrom: (next) => setPlace({ rule, from: Math.max(0, next) }),
    choose,
    edit: (number, text) => {
      const others = [...drafts].filter(([one]) => one !== number)
      setDrafts(new Map(text === null ? others : [...others, [number, text] as const]))
    },
    sendOne: (number, text) =>
      void send(
        link.ask((remote) => remote.replay({ number }, new Map([[number, text]]))),
        '',
      ),
    sendAll: (all) =>
      void send(
        link.ask((remote) => remote.replay({ rule: all }, drafts)),
        ruleOf(all).name,
      ),
    sendWith: (all, value) =>
      void send(
        link.ask((remote) => remote.replayWith(all, value)),
        ruleOf(all).name,
      ),
  }
}

/** What became of letters that were sent again, in a sentence. */
function sayReplayed({ sent, still }: Replayed, what: string): string {
  const [first] = still
  const why = first === undefined ? '' : `: ${ruleOf(first.rule).name}, ${ruleOf(first.rule).says}`
  const left =
    still.length === 0
      ? ''
      : `${count(still.length, 'letter')} still ${still.length === 1 ? 'breaks' : 'break'} a rule${why}`
  const lines = `${count(sent, 'line')} ${what === '' ? '' : `of ${what} `}`
  const done = sent === 0 ? '' : `${lines}${sent === 1 ? 'is an event' : 'are events'} now`
  return `${[done, left].filter((part) => part !== '').join('; ')}.`
}
