import { useEffect, useRef, useState, useSyncExternalStore, type JSX } from 'react'
import { sentence } from '../../../shared/outcome.ts'
import { SECOND } from '../../../engine/kernel/time.ts'
import { useLab, useStage } from '../../../stage/context.ts'
import { prefersCalm } from '../../../state/preferences.ts'
import { Button } from '../../../ui/Button.tsx'
import { Region } from '../../../ui/Region.tsx'
import { Segmented } from '../../../ui/Segmented.tsx'
import { hasNoSoundDevice, whyNoSound } from './features.ts'
import { FIRST_VOLUME, Hearing, type HearingState } from './hearing.ts'
import { SoundCheckLine } from './SoundCheckLine.tsx'
import { openPlayer } from './sound-player.ts'
import { SoundPicture } from './SoundPicture.tsx'
import { useSources, type SourceId, type Sources } from './use-sources.ts'

/** Lets one of the run's players be heard. */
export function HearPanel(): JSX.Element {
  const problem = whyNoSound()
  return (
    <Region name="Hear it" className="hear">
      <h3>Hear it</h3>
      {problem === null ? <Hear /> : <p className="real-problem">{problem}</p>}
    </Region>
  )
}

function Hear(): JSX.Element {
  const { controller } = useStage()
  const lanes = useLanes()
  const [wanted, setWanted] = useState<string | null>(null)
  const policy = lanes.find(({ value }) => value === wanted)?.value ?? lanes[0]?.value ?? ''
  const sources = useSources()
  const [hearing] = useState(() => new Hearing(controller, openPlayer, prefersCalm))
  useEffect(() => hearing.attach(), [hearing])
  useEffect(() => hearing.choose(policy, sources.source), [hearing, policy, sources.source])
  useEffect(() => {
    const hush = (): void => {
      if (document.hidden) hearing.hush()
    }
    document.addEventListener('visibilitychange', hush)
    return () => document.removeEventListener('visibilitychange', hush)
  }, [hearing])
  return (
    <>
      <p className="muted">
        What the sender says travels in this run’s packets; this is what comes out of a player at the other
        end. Packets that come in time play as they are. Where one is missing a player with timestamps makes
        something up, and the whiteboard falls silent.
      </p>
      <div className="real-row">
        <Segmented label="Player" options={lanes} value={policy} onChange={setWanted} />
        <SourceChoice sources={sources} />
      </div>
      <Playing hearing={hearing} policy={policy} sources={sources} />
    </>
  )
}

/** The players of this run. */
function useLanes(): readonly { readonly value: string; readonly label: string }[] {
  const { params } = useStage().controller.lab
  const chosen = useLab((state) => state.params['policy'])
  const spec = params.find(({ key }) => key === 'policy')
  if (spec?.kind !== 'list' || !Array.isArray(chosen)) return []
  return spec.options.filter(({ value }) => chosen.includes(value))
}

const SOURCE_NAMES: Record<SourceId, string> = {
  speech: 'Speech-like sound',
  tone: 'Test tone',
  own: 'A file of your own',
}

function SourceChoice({ sources }: { readonly sources: Sources }): JSX.Element {
  const input = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [isReading, setReading] = useState(false)

  const read = async (file: File): Promise<void> => {
    setReading(true)
    const outcome = await sources.read(file)
    setReading(false)
    setProblem(outcome.ok ? null : `${sentence(outcome.problem)}.`)
  }

  return (
    <div className="real-source">
      <label className="field-inline">
        <span>The sender says</span>
        <select
          aria-label="The sender says"
          value={sources.id}
          onChange={(event) => {
            setProblem(null)
            if (event.target.value === 'own' && sources.own === null) input.current?.click()
            else sources.choose(event.target.value as SourceId) // the options below are all there are
          }}
        >
          {Object.entries(SOURCE_NAMES).map(([id, name]) => (
            <option key={id} value={id}>
              {id === 'own' && sources.own !== null ? sources.own.name : id === 'own' ? `${name}…` : name}
            </option>
          ))}
        </select>
      </label>
      {sources.id === 'own' && (
        <Button label="Another file" tone="quiet" onClick={() => input.current?.click()} />
      )}
      <input
        ref={input}
        type="file"
        hidden
        accept="audio/*"
        aria-label="Sound file"
        onChange={(event) => {
          const [file] = event.target.files ?? []
          event.target.value = ''
          if (file !== undefined) void read(file)
        }}
      />
      {isReading && <span role="status">Reading…</span>}
      {problem !== null && (
        <p className="real-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}

interface PlayingProps {
  readonly hearing: Hearing
  readonly policy: string
  readonly sources: Sources
}

function Playing({ hearing, policy, sources }: PlayingProps): JSX.Element {
  const state = useSyncExternalStore(hearing.subscribe, hearing.get, hearing.get)
  const [volume, setVolume] = useState(FIRST_VOLUME)
  const isOff = state.status === 'off'
  return (
    <>
      <div className="real-row">
        <Button
          label={isOff ? 'Listen' : 'Stop listening'}
          icon={isOff ? 'play' : 'pause'}
          tone={isOff ? 'strong' : 'plain'}
          disabled={state.status === 'starting'}
          onClick={() => (isOff ? void hearing.start() : hearing.stop())}
        />
        <label className="field-inline">
          <span>Volume</span>
          <input
            type="range"
            min={0}
            max={100}
            value={Math.round(100 * volume)}
            aria-label="Volume"
            onChange={(event) => {
              const value = Number(event.target.value) / 100
              setVolume(value)
              hearing.setVolume(value)
            }}
          />
        </label>
        <Level state={state} />
      </div>
      <Notes state={state} />
      <SoundPicture state={state} />
      <Captions state={state} />
      <SoundCheckLine policy={policy} source={sources.source} />
    </>
  )
}

const QUIETEST_DB = -60

/** How loud it is now, for those who can't hear it. */
function Level({ state }: { readonly state: HearingState }): JSX.Element {
  const level = state.status === 'playing' ? (state.bars.at(-1)?.level ?? 0) : 0
  const db = Math.max(QUIETEST_DB, Math.round(20 * Math.log10(Math.max(level, 1e-6))))
  return (
    <span className="level">
      <span className="muted">Level</span>
      <meter aria-label="Level, dB" min={QUIETEST_DB} max={0} value={db} />
      <span className="level-number">{db <= QUIETEST_DB ? 'silent' : `${db} dB`}</span>
    </span>
  )
}

/** What there is to say of the playing itself. */
function Notes({ state }: { readonly state: HearingState }): JSX.Element {
  const { controller } = useStage()
  const speed = useLab((lab) => lab.speed)
  const isPlaying = useLab((lab) => lab.playing)
  const [isDeaf, setDeaf] = useState(false)
  useEffect(() => {
    // Where the browser won't tell, nothing is said.
    hasNoSoundDevice().then(setDeaf, () => {})
  }, [])
  const isOn = state.status !== 'off'
  return (
    <div className="real-notes" role="status">
      {state.problem !== null && <p className="real-problem">{state.problem}.</p>}
      {isDeaf && (
        <p>
          This browser has no device to play sound on: nothing will be heard, but the sound is made and shown.
        </p>
      )}
      {isOn && !isPlaying && <p>It is heard while the run plays.</p>}
      {isOn && speed !== 1 && (
        <p>
          The run goes at {speed}×, but sound always plays at 1×: the two part.{' '}
          <button type="button" className="term" onClick={() => controller.setSpeed(1)}>
            run at 1×
          </button>
        </p>
      )}
      {state.starvedMs >= 20 && (
        <p>
          This page could not keep up for {Math.round(state.starvedMs)} ms: silence that has nothing to do
          with the run.
        </p>
      )}
    </div>
  )
}

/** What is being heard, in words; and the last things that went wrong. */
function Captions({ state }: { readonly state: HearingState }): JSX.Element {
  const seconds = (time: number): string => `${(time / SECOND).toFixed(2)} s`
  return (
    <div className="captions">
      <p className={`caption tone-${state.now?.tone ?? 'plain'}`}>
        <span className="caption-time">{state.status === 'playing' ? seconds(state.time) : '–'}</span>{' '}
        {state.status === 'playing' ? (state.now?.text ?? 'nothing yet') : 'nothing is being played'}
      </p>
      {state.news.length > 0 && (
        <ul aria-label="What was heard of trouble">
          {state.news.map(({ from, text, tone }) => (
            <li key={`${from} ${text}`} className={`tone-${tone}`}>
              <span className="caption-time">{seconds(from)}</span> {text}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
