import { useRef, type JSX } from 'react'
import type { ListParam } from '../shared/params.ts'
import { paramsInForce } from '../state/lab-store.ts'
import { Button } from '../ui/Button.tsx'
import { closePopover, Popover } from '../ui/Popover.tsx'
import { useLab, useStage } from './context.ts'
import { OptionList } from './OptionList.tsx'

/** Who takes part in the run, beside the picture: each list among the parameters that asks for it. */
export function LineUps(): JSX.Element | null {
  const { lab } = useStage().controller
  const lists = lab.params
    .filter((spec) => spec.kind === 'list')
    .filter(({ upFront }) => upFront !== undefined)
  if (lists.length === 0) return null
  return (
    <>
      {lists.map((spec) => (
        <LineUp key={spec.key} spec={spec} />
      ))}
    </>
  )
}

/** Those chosen, each with a way out; and all there are, one press away. */
function LineUp({ spec }: { readonly spec: ListParam }): JSX.Element {
  const { controller } = useStage()
  const row = useRef<HTMLDivElement>(null)
  const params = useLab((state) => state.params)
  const log = useLab((state) => state.log)
  const branch = useLab((state) => state.branch)
  const now = useLab((state) => state.now)
  const value = paramsInForce({ params, log, branch, now })[spec.key]
  const chosen = Array.isArray(value) ? value : spec.default
  const choose = (next: readonly string[]): void => controller.setParam(spec.key, next, 'start')
  const nameOf = (id: string): string => spec.options.find((option) => option.value === id)?.label ?? id

  const remove = (id: string): void => {
    choose(chosen.filter((part) => part !== id))
    // The button just pressed goes; a keyboard goes on from the one that brings players back.
    row.current?.querySelector<HTMLElement>('[popovertarget]')?.focus()
  }

  return (
    <div ref={row} className="line-up" role="group" aria-label={spec.label}>
      <span className="line-up-label">{spec.label}</span>
      {chosen.map((id) => (
        <span key={id} className="chip chip-slim">
          {nameOf(id)}
          {chosen.length > 1 && (
            <Button
              label={`Without ${nameOf(id)}`}
              icon="close"
              iconOnly
              tone="quiet"
              onClick={() => remove(id)}
            />
          )}
        </span>
      ))}
      <Popover className="button" panelClass="line-up-panel" label={`Choose from ${spec.options.length}…`}>
        <Choice spec={spec} chosen={chosen} onChange={choose} />
      </Popover>
    </div>
  )
}

interface ChoiceProps {
  readonly spec: ListParam
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
}

function Choice({ spec, chosen, onChange }: ChoiceProps): JSX.Element {
  const { most = spec.options.length, sets = [] } = spec.upFront ?? {}
  const isFull = chosen.length >= most
  return (
    <>
      <p>{spec.help} A change starts the run anew and goes on from where it was.</p>
      {sets.length > 0 && (
        <div className="line-up-sets" role="group" aria-label="Ready-made">
          <span className="line-up-label">Ready-made</span>
          {sets.map(({ label, values }) => (
            <Button
              key={label}
              label={label}
              aria-pressed={values.join() === chosen.join()}
              onClick={(event) => {
                onChange(values)
                closePopover(event.currentTarget)
              }}
            />
          ))}
        </div>
      )}
      <OptionList label={spec.label} options={spec.options} chosen={chosen} most={most} onChange={onChange} />
      <footer className="line-up-foot">
        <p className={isFull ? 'line-up-full' : 'muted'} role="status">
          {chosen.length} chosen, {most} at most.
          {isFull && most < spec.options.length && ' Take one out to add another.'}
        </p>
        <Button label="Done" tone="strong" onClick={(event) => closePopover(event.currentTarget)} />
      </footer>
    </>
  )
}
