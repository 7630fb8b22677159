import { useEffect, useState, type JSX, type ReactNode } from 'react'
import { useStore } from 'zustand'
import type { Order, Place } from '../../src/present/messages.ts'
import { elapsed } from '../../src/present/stopwatch.ts'
import { Button } from '../../src/ui/Button.tsx'
import { Segmented } from '../../src/ui/Segmented.tsx'
import type { Sheet } from '../slide-sheet.ts'
import { Clocks } from './Clocks.tsx'
import { openDesk } from './desk.ts'
import { presenterKey, type PresenterKey } from './keys.ts'
import { Moments } from './Moments.tsx'
import { Previews } from './Previews.tsx'
import { RehearsalPane } from './RehearsalPane.tsx'
import type { TalkState } from './talk.ts'
import { TimeLine } from './TimeLine.tsx'
import { Trouble } from './Trouble.tsx'
import { useSheets } from './use-sheets.tsx'
import './presenter.css'

const BEGINNING: Place = { slide: 0, fragment: 0, fragments: 0 }

interface PresenterPageProps {
  readonly slides: readonly ReactNode[]
  readonly session: string
}

/** The presenter's window: what comes next, what to say, how late it is, and the deck's controls. */
export function PresenterPage({ slides, session }: PresenterPageProps): JSX.Element {
  const { sheets, collector } = useSheets(slides)
  return (
    <>
      <title>Presenter · Episode 8 · Millrace</title>
      {collector}
      {sheets !== null && <DeskView sheets={sheets} session={session} />}
    </>
  )
}

function DeskView({
  sheets,
  session,
}: {
  readonly sheets: readonly Sheet[]
  readonly session: string
}): JSX.Element {
  const [drawn] = useState(() => sheets.map(({ seconds }) => seconds))
  const [desk] = useState(() => openDesk(session, drawn))
  const heard = useStore(desk.heard)
  const talk = useStore(desk.talk.store)
  const place = heard.state?.place ?? BEGINNING
  const { black = false, overview = false } = heard.state ?? {}
  const press = (key: PresenterKey): void => {
    if (key === 'clock' || (key === 'start' && talk.watch.since === null)) return desk.talk.toggle()
    const order = orderFor(key, black, overview, sheets.length)
    if (order !== null) desk.steer(order)
  }
  useKeys(press)
  return (
    <main className="presenter" data-black={black}>
      <h1 className="visually-hidden">Presenter’s window</h1>
      <Clocks talk={desk.talk} drawn={drawn} slide={place.slide} />
      <Trouble heard={heard} isDeaf={desk.isDeaf} session={session} />
      <div className="presenter-body">
        <div className="presenter-slides">
          <Previews place={place} sheets={sheets} />
          <Controls press={press} black={black} overview={overview} session={session} />
        </div>
        <Papers sheets={sheets} slide={place.slide} talk={talk} />
      </div>
      <TimeLine
        sheets={sheets}
        plan={talk.plan}
        slide={place.slide}
        passed={elapsed(talk.watch) / 1_000}
        onGo={(slide) => desk.steer({ do: 'go', slide })}
      />
    </main>
  )
}

function orderFor(key: PresenterKey, black: boolean, overview: boolean, slides: number): Order | null {
  switch (key) {
    case 'next':
    case 'previous':
    case 'reset':
      return { do: key }
    case 'first':
      return { do: 'go', slide: 0 }
    case 'last':
      return { do: 'go', slide: slides - 1 }
    case 'black':
      return { do: 'black', on: !black }
    case 'overview':
      return { do: 'overview', on: !overview }
    case 'end':
      return overview ? { do: 'overview', on: false } : black ? { do: 'black', on: false } : null
    case 'start':
    case 'clock':
      return null
  }
}

/** Keys act wherever the focus is, but for fields. */
function useKeys(press: (key: PresenterKey) => void): void {
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      const key = presenterKey(event)
      if (key === null) return
      event.preventDefault()
      if (!event.repeat || key === 'next' || key === 'previous') press(key)
    }
    addEventListener('keydown', hear)
    return () => removeEventListener('keydown', hear)
  }, [press])
}

interface ControlsProps {
  readonly press: (key: PresenterKey) => void
  readonly black: boolean
  readonly overview: boolean
  readonly session: string
}

function Controls({ press, black, overview, session }: ControlsProps): JSX.Element {
  const follow = (): void => {
    open(`?follow=${session}`, `follow-${session}`, 'popup,width=1280,height=720')
  }
  return (
    <div className="presenter-controls" role="group" aria-label="The deck">
      <Button label="Previous" icon="previous" iconOnly onClick={() => press('previous')} />
      <Button label="Next" icon="next" tone="strong" onClick={() => press('next')} />
      <Button label="Black" shortcut="B" aria-pressed={black} onClick={() => press('black')} />
      <Button label="Overview" shortcut="O" aria-pressed={overview} onClick={() => press('overview')} />
      <Button
        label="Reset lab"
        icon="restart"
        shortcut="R"
        title="Begin this slide’s lab anew (R)"
        onClick={() => press('reset')}
      />
      <Button
        label="Projector window"
        title="Opens a window that shows the same slide, and its lab in the same state"
        onClick={follow}
      />
    </div>
  )
}

const PAPERS = [
  { value: 'notes', label: 'Notes' },
  { value: 'moments', label: 'Key moments' },
  { value: 'rehearsal', label: 'Rehearsal' },
  { value: 'print', label: 'Print' },
]
const SIZES = [18, 21, 24, 28, 33, 39]

function Papers({
  sheets,
  slide,
  talk,
}: {
  readonly sheets: readonly Sheet[]
  readonly slide: number
  readonly talk: TalkState
}): JSX.Element {
  const [paper, setPaper] = useState('notes')
  const [size, setSize] = useState(2)
  const sheet = sheets[slide]
  return (
    <div className="papers">
      <div className="papers-head">
        <Segmented label="Paper" options={PAPERS} value={paper} onChange={setPaper} showLabel={false} />
        {paper === 'notes' && (
          <span className="notes-size">
            <Button label="Smaller" disabled={size === 0} onClick={() => setSize(size - 1)} />
            <Button label="Larger" disabled={size === SIZES.length - 1} onClick={() => setSize(size + 1)} />
          </span>
        )}
        <ThemeButton />
      </div>
      <div
        className="paper"
        data-scrolls
        tabIndex={0}
        role="region"
        aria-label={nameOf(paper)}
        key={paper === 'notes' ? slide : paper}
      >
        {paper === 'notes' && (
          <div className="notes-large" style={{ fontSize: SIZES[size] }}>
            {sheet?.notes}
          </div>
        )}
        {paper === 'moments' && <Moments plan={talk.plan} />}
        {paper === 'rehearsal' && <RehearsalPane sheets={sheets} talk={talk} />}
        {paper === 'print' && <PrintLinks />}
      </div>
    </div>
  )
}

const nameOf = (paper: string): string => PAPERS.find(({ value }) => value === paper)?.label ?? 'Paper'

/** The room is dark, or it is not. */
function ThemeButton(): JSX.Element {
  const [dark, setDark] = useState(true)
  useEffect(() => {
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light'
  }, [dark])
  return (
    <Button
      label={dark ? 'Light' : 'Dark'}
      icon={dark ? 'sun' : 'moon'}
      iconOnly
      onClick={() => setDark(!dark)}
    />
  )
}

/** The deck on paper. */
function PrintLinks(): JSX.Element {
  const kinds = [
    { query: '?view=print', what: 'Slides', how: '25 pages' },
    { query: '?view=print&notes', what: 'Slides with notes below', how: '25 pages, higher ones' },
    { query: '?view=print&notes=page', what: 'Slides, notes on pages of their own', how: '50 pages' },
  ]
  return (
    <div className="print-links">
      <p>Each opens as one long page. Print it from the browser, or save it as a PDF, without margins.</p>
      <ul>
        {kinds.map(({ query, what, how }) => (
          <li key={query}>
            <a href={query} target="_blank" rel="noreferrer">
              {what}
            </a>{' '}
            ({how})
          </li>
        ))}
      </ul>
    </div>
  )
}
