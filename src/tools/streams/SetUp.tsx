import { useState, type JSX } from 'react'
import type { StreamSettings } from '../../engine/flow/streams/settings.ts'
import { Button } from '../../ui/Button.tsx'
import { NumberField } from '../../ui/NumberField.tsx'
import { Region } from '../../ui/Region.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { PRESETS } from './presets.ts'
import type { Streams } from './use-streams.ts'

interface Field {
  readonly key:
    'items' | 'produce' | 'consume' | 'slow' | 'sourceMark' | 'writableMark' | 'readableMark' | 'sinkMark'
  readonly label: string
  readonly min: number
  readonly max: number
}

const PACE: readonly Field[] = [
  { key: 'items', label: 'Chunks', min: 1, max: 400 },
  { key: 'produce', label: 'Source makes', min: 1, max: 200 },
  { key: 'consume', label: 'Sink writes', min: 1, max: 200 },
]
// A writable side with a mark of 0 never wants anything: a pipe into it would wait for ever.
const MARKS: readonly Field[] = [
  { key: 'sourceMark', label: 'Source', min: 0, max: 100 },
  { key: 'writableMark', label: 'Transform, writable', min: 1, max: 100 },
  { key: 'readableMark', label: 'Transform, readable', min: 0, max: 100 },
  { key: 'sinkMark', label: 'Sink', min: 1, max: 100 },
]
const SLOW: Field = { key: 'slow', label: 'Slow branch reads', min: 1, max: 200 }

interface SetUpProps {
  readonly settings: StreamSettings
  readonly onChange: (settings: StreamSettings) => void
  readonly streams: Streams
}

/** What the chains are made with, and the buttons that start and end them. */
export function SetUp({ settings, onChange, streams }: SetUpProps): JSX.Element {
  const preset = PRESETS.find((candidate) => candidate.settings === settings)
  const unit = settings.measure === 'count' ? '' : 'KiB'
  const field = ({ key, label, min, max }: Field, of: string): JSX.Element => (
    <label key={key} className="field-inline">
      <span>{label}</span>
      <NumberField
        label={label}
        value={settings[key]}
        min={min}
        max={max}
        step={1}
        unit={of}
        onChange={(value) => onChange({ ...settings, [key]: Math.round(value) })}
      />
    </label>
  )
  return (
    <Region name="Set up" className="panel streams-setup">
      <h2>Set up</h2>
      <Segmented
        label="Example"
        options={PRESETS.map(({ id, label }) => ({ value: id, label }))}
        value={preset?.id ?? ''}
        onChange={(id) => onChange(PRESETS.find((candidate) => candidate.id === id)?.settings ?? settings)}
      />
      <p className="muted">{preset?.about ?? 'Settings of your own.'}</p>
      <div className="streams-fields">
        <fieldset>
          <legend>Pace</legend>
          {PACE.map((each) => field(each, each.key === 'items' ? '' : 'a second'))}
          <label className="field-inline">
            <span>tee(), and a second reader</span>
            <input
              type="checkbox"
              checked={settings.tee}
              onChange={(event) => onChange({ ...settings, tee: event.target.checked })}
            />
          </label>
          {settings.tee && field(SLOW, 'a second')}
        </fieldset>
        <fieldset>
          <legend>highWaterMark of each queue</legend>
          <Segmented
            label="Counted in"
            options={[
              { value: 'count', label: 'chunks', title: 'CountQueuingStrategy' },
              { value: 'bytes', label: 'bytes', title: 'ByteLengthQueuingStrategy' },
            ]}
            value={settings.measure}
            onChange={(value) => onChange({ ...settings, measure: value === 'bytes' ? 'bytes' : 'count' })}
          />
          {MARKS.map((each) => field(each, unit))}
        </fieldset>
      </div>
      <Buttons settings={settings} streams={streams} />
    </Region>
  )
}

function Buttons({ settings, streams }: Pick<SetUpProps, 'settings' | 'streams'>): JSX.Element {
  const [reason, setReason] = useState('the disk is full')
  const { run, isRunning, problem, start, end } = streams
  return (
    <>
      <p className="streams-actions">
        <Button
          label={isRunning ? 'Start anew' : run === null ? 'Run in this browser' : 'Run again'}
          tone="strong"
          onClick={() => start(settings)}
        />
        <Button label="The sink gives up" disabled={!isRunning} onClick={() => end('cancel', reason)} />
        <Button label="The source fails" disabled={!isRunning} onClick={() => end('fail', reason)} />
        <label className="streams-reason">
          <span>because</span>
          <input value={reason} maxLength={60} onChange={(event) => setReason(event.target.value)} />
        </label>
      </p>
      {problem !== null && (
        <p className="streams-problem" role="alert">
          Not run: {problem}.
        </p>
      )}
    </>
  )
}
