import type { JSX } from 'react'
import { SECOND } from '../engine/kernel/time.ts'
import { Button } from '../ui/Button.tsx'
import { NumberField } from '../ui/NumberField.tsx'
import { Region } from '../ui/Region.tsx'
import { SPEEDS } from './controller.ts'
import { ExportMenu, ImportButton } from './FileControls.tsx'
import { CopyLink } from './CopyLink.tsx'
import { useLab, useStage } from './context.ts'
import { TimeSlider } from './TimeSlider.tsx'

const MAX_SEED = 0xffff_ffff

/** What drives the run, the same for every lab: stays in sight below the picture. */
export function Transport(): JSX.Element {
  return (
    <Region name="Run" className="transport">
      <div className="transport-row">
        <Playback />
        <TroubleButtons />
        <Clock />
      </div>
      <SpeedSelect />
      <TimeSlider />
    </Region>
  )
}

function Playback(): JSX.Element {
  const { controller } = useStage()
  const playing = useLab((state) => state.playing)
  const isOver = useLab((state) => state.status === 'over')
  return (
    <div className="transport-group" role="group" aria-label="Playback">
      <Button
        label="Restart"
        icon="restart"
        iconOnly
        shortcut="R"
        disabled={isOver}
        onClick={() => controller.restart()}
      />
      <Button
        label="Step back"
        icon="step-back"
        iconOnly
        shortcut=","
        disabled={isOver}
        onClick={() => controller.stepBack()}
      />
      <Button
        label={playing ? 'Pause' : 'Play'}
        icon={playing ? 'pause' : 'play'}
        iconOnly
        tone="strong"
        className="button-play"
        shortcut="Space"
        disabled={isOver}
        onClick={() => controller.togglePlay()}
      />
      <Button
        label="Step"
        icon="step"
        iconOnly
        shortcut="."
        disabled={isOver}
        onClick={() => controller.step()}
      />
    </div>
  )
}

function TroubleButtons(): JSX.Element {
  const { controller } = useStage()
  const hasNone = useLab((state) => (state.details?.landmarks.length ?? 0) === 0)
  return (
    <div className="transport-group trouble" role="group" aria-label="Moments of trouble">
      <Button
        label="Previous trouble"
        icon="previous"
        iconOnly
        tone="quiet"
        shortcut="["
        disabled={hasNone}
        onClick={() => controller.jump(-1)}
      />
      <span aria-hidden="true">trouble</span>
      <Button
        label="Next trouble"
        icon="next"
        iconOnly
        tone="quiet"
        shortcut="]"
        disabled={hasNone}
        onClick={() => controller.jump(1)}
      />
    </div>
  )
}

/** In runs of so long nobody counts milliseconds. */
const LONG = 1_000 * SECOND

function Clock(): JSX.Element {
  const now = useLab((state) => state.now)
  const extent = useLab((state) => state.extent)
  const isBehind = useLab((state) => !state.settled && !state.playing)
  return (
    <output className="clock" aria-label="Simulated time" aria-live="off">
      <b>{(now / SECOND).toFixed(extent < LONG ? 3 : 1)}</b> <span>/ {(extent / SECOND).toFixed(1)} s</span>
      {isBehind && <span className="clock-behind"> …</span>}
    </output>
  )
}

function SpeedSelect(): JSX.Element {
  const { controller } = useStage()
  const speed = useLab((state) => state.speed)
  return (
    <label className="field-inline">
      <span>Speed</span>
      <select
        aria-label="Speed"
        aria-keyshortcuts="Plus Minus"
        title="Simulated seconds a second (+ and -)"
        value={speed}
        onChange={(event) => controller.setSpeed(Number(event.target.value))}
      >
        {SPEEDS.map((option) => (
          <option key={option} value={option}>
            {option}×
          </option>
        ))}
      </select>
    </label>
  )
}

/** What can be done with a run: chance, comparison, checks, and what goes in and out. */
export function Tools(): JSX.Element {
  const { controller } = useStage()
  const panel = useLab((state) => state.panel)
  const comparing = useLab((state) => state.comparing !== null)
  return (
    <div className="tools">
      <SeedField />
      <div className="transport-group" role="group" aria-label="Tools">
        <Button
          label="Compare"
          icon="compare"
          shortcut="C"
          aria-expanded={panel === 'compare'}
          aria-pressed={comparing}
          onClick={() => controller.togglePanel('compare')}
        />
        <Button
          label="Check it"
          icon="check"
          shortcut="K"
          aria-expanded={panel === 'check'}
          onClick={() => controller.togglePanel('check')}
        />
        <CopyLink />
        <ExportMenu />
        <ImportButton />
        <Button
          label="Help"
          icon="help"
          iconOnly
          shortcut="?"
          onClick={() => controller.togglePanel('help')}
        />
      </div>
    </div>
  )
}

function SeedField(): JSX.Element {
  const { controller } = useStage()
  const seed = useLab((state) => state.seed)
  return (
    <div className="field-inline seed" role="group" aria-label="Chance">
      <span aria-hidden="true">Seed</span>
      <NumberField
        label="Seed"
        value={seed}
        min={0}
        max={MAX_SEED}
        step={1}
        onChange={(value) => controller.setSeed(Math.round(value))}
      />
      <Button label="New seed" icon="dice" iconOnly shortcut="N" onClick={() => controller.newSeed()} />
    </div>
  )
}
