import { useState, type JSX } from 'react'
import { LENGTHS, RATES, WORKERS, type Pace, type RunSettings } from '../../ingest/protocol.ts'
import { Button } from '../../ui/Button.tsx'
import { NumberField } from '../../ui/NumberField.tsx'
import { Region } from '../../ui/Region.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import type { Million } from './use-million.ts'
import { inBytes, whole } from './words.ts'

const FIRST: RunSettings = {
  seed: 1,
  rate: 1_000_000,
  titles: 50_000,
  workers: 1,
  seconds: 0,
  dedupe: 'sequence',
}
/** A viewer is eight words, and its producer two of numbers seen and two of whom it was counted for; the rest is windows. */
const BYTES_A_VIEWER = 48
const OTHER_BYTES = 330e6

/** What a run is made with, and the buttons that start, hold and end it. */
export function Controls({ million }: { readonly million: Million }): JSX.Element {
  const [settings, setSettings] = useState(FIRST)
  const [pace, setPace] = useState<Pace>('clock')
  const { status, problem } = million
  const isAlive = status === 'running' || status === 'paused'
  const changePace = (chosen: Pace): void => {
    setPace(chosen)
    if (status === 'running') million.go(chosen)
  }
  return (
    <Region name="Run" className="panel million-controls">
      <p className="million-actions">
        <Button
          label={status === 'idle' ? 'Start' : 'Start anew'}
          tone="strong"
          disabled={status === 'making'}
          onClick={() => million.start(settings, pace)}
        />
        {status === 'paused' ? (
          <Button label="Go on" onClick={() => million.go(pace)} />
        ) : (
          <Button label="Pause" disabled={status !== 'running'} onClick={million.pause} />
        )}
        <Button label="Stop" disabled={!isAlive && status !== 'making'} onClick={million.stop} />
        <span role="status" className="million-state">
          {STATES[status]}
        </span>
      </p>
      <Choices settings={settings} onChange={setSettings} pace={pace} onPace={changePace} />
      <p className="muted small">
        {whole(10 * settings.rate)} viewers, {whole(settings.titles)} titles: about{' '}
        {inBytes(10 * settings.rate * BYTES_A_VIEWER + OTHER_BYTES)} of memory.
        {isAlive && ' A change of rate, workers, duplicates or seed counts from the next start.'}
      </p>
      {problem !== null && (
        <p className="million-problem" role="alert">
          The run is over: {problem}. Start anew makes the same one again.
        </p>
      )}
    </Region>
  )
}

interface ChoicesProps {
  readonly settings: RunSettings
  readonly onChange: (settings: RunSettings) => void
  readonly pace: Pace
  readonly onPace: (pace: Pace) => void
}

function Choices({ settings, onChange, pace, onPace }: ChoicesProps): JSX.Element {
  return (
    <div className="million-fields">
      <Segmented
        label="Events a second"
        options={RATES.map((rate) => ({ value: String(rate), label: whole(rate) }))}
        value={String(settings.rate)}
        onChange={(value) => onChange({ ...settings, rate: Number(value) })}
      />
      <Segmented
        label="Pace"
        options={[
          { value: 'clock', label: 'By the clock' },
          { value: 'flat', label: 'Flat out' },
        ]}
        value={pace}
        onChange={(value) => onPace(value === 'flat' ? 'flat' : 'clock')}
      />
      <Segmented
        label="Workers"
        options={WORKERS.map((workers) => ({ value: String(workers), label: String(workers) }))}
        value={String(settings.workers)}
        onChange={(value) => onChange({ ...settings, workers: Number(value) })}
      />
      <Segmented
        label="Duplicates by"
        options={[
          { value: 'sequence', label: 'sequence number', title: 'exact, eight bytes a producer' },
          { value: 'fingerprint', label: 'fingerprint of the id', title: 'any ids, over a horizon' },
        ]}
        value={settings.dedupe}
        onChange={(value) =>
          onChange({ ...settings, dedupe: value === 'fingerprint' ? 'fingerprint' : 'sequence' })
        }
      />
      <Segmented
        label="Until"
        options={LENGTHS.map((seconds) => ({ value: String(seconds), label: LENGTH_NAMES[seconds] }))}
        value={String(settings.seconds)}
        onChange={(value) => onChange({ ...settings, seconds: Number(value) })}
      />
      <span className="field-inline">
        <span aria-hidden="true">Seed</span>
        <NumberField
          label="Seed"
          value={settings.seed}
          min={0}
          max={999_999}
          step={1}
          onChange={(seed) => onChange({ ...settings, seed: Math.round(seed) })}
        />
      </span>
    </div>
  )
}

/** Of event time. */
const LENGTH_NAMES = { 0: 'stopped', 60: '1 min', 600: '10 min', 3_600: '1 h of event time' } as const

const STATES = {
  idle: '',
  making: 'Making the audience…',
  running: 'Running',
  paused: 'Paused',
  over: 'Stopped',
} as const
