import { useState, type JSX } from 'react'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/icons.tsx'
import { Region } from '../ui/Region.tsx'
import type { Prediction, Step } from './define-lab.ts'
import { lessonPlace, stepKey } from './steps.ts'
import { useFrame, useLab, useStage } from './context.ts'

/** What there is to do in this scenario: steps that tick themselves, and a question to answer before looking. */
export function Lesson(): JSX.Element | null {
  const { controller } = useStage()
  const scenario = useLab((state) => state.scenario)
  const hasFile = useLab((state) => state.attachment !== null)
  const place = useLab(lessonPlace)
  const ticked = useLab((state) => state.ticked)
  const lesson = controller.lab.lesson(scenario, hasFile)
  if (lesson.steps.length === 0 && lesson.prediction === null) return null
  const finished = lesson.steps.filter((step) => ticked.has(stepKey(place, step.id))).length
  return (
    <Region name="Things to try" className="lesson">
      <header className="lesson-head">
        <h3>Try this</h3>
        <span className="muted" aria-live="polite">
          {finished} of {lesson.steps.length} done
        </span>
        {ticked.size > 0 && (
          <Button label="Start over" tone="quiet" onClick={() => controller.forgetSteps()} />
        )}
      </header>
      {lesson.prediction !== null && <PredictionCard key={scenario} prediction={lesson.prediction} />}
      <ol className="steps">
        {lesson.steps.map((step) => (
          <StepItem key={step.id} step={step} done={ticked.has(stepKey(place, step.id))} />
        ))}
      </ol>
    </Region>
  )
}

function StepItem({ step, done }: { readonly step: Step<unknown>; readonly done: boolean }): JSX.Element {
  const [open, setOpen] = useState(false)
  return (
    <li className={done ? 'step step-done' : 'step'}>
      <span className="step-mark">{done && <Icon name="check" />}</span>
      <span>
        {step.text}
        {done && <span className="visually-hidden"> (done)</span>}{' '}
        {!done && (
          <button type="button" className="term" aria-expanded={open} onClick={() => setOpen(!open)}>
            hint
          </button>
        )}
        {open && !done && <span className="hint">{step.hint}</span>}
      </span>
    </li>
  )
}

/** The question first; the answer comes from the run, when the run has come that far. */
function PredictionCard({ prediction }: { readonly prediction: Prediction<unknown> }): JSX.Element {
  const { controller } = useStage()
  const scenario = useLab((state) => state.scenario)
  const given = useLab((state) => state.predicted[scenario])
  const isKnown = useLab((state) => state.now >= prediction.at)
  const shown = useFrame()
  const answer = isKnown && given !== undefined && shown !== null ? prediction.answer(shown.frame) : null
  const labelOf = (id: string): string => prediction.options.find((option) => option.id === id)?.label ?? id
  return (
    <fieldset className="prediction">
      <legend>Before you run it</legend>
      <p>{prediction.question}</p>
      <div className="prediction-options">
        {prediction.options.map((option) => (
          <label key={option.id}>
            <input
              type="radio"
              name={`prediction-${scenario}`}
              checked={given === option.id}
              onChange={() => controller.predict(option.id)}
            />
            {option.label}
          </label>
        ))}
      </div>
      {given !== undefined && answer === null && (
        <p className="muted">
          You said “{labelOf(given)}”. The run knows at {prediction.at / 1e6} s.{' '}
          <button type="button" className="term" onClick={() => controller.seek(prediction.at)}>
            go there
          </button>
        </p>
      )}
      {given !== undefined && answer !== null && (
        <p role="status">
          <b>{answer === given ? 'Right.' : `It was “${labelOf(answer)}”.`}</b> {prediction.explanation}
        </p>
      )}
    </fieldset>
  )
}
