import { useId, useState, type JSX } from 'react'
import { matters, type NumberParam, type ParamSpec, type ParamValue } from '../shared/params.ts'
import { NumberField } from '../ui/NumberField.tsx'
import { Segmented } from '../ui/Segmented.tsx'
import { Region } from '../ui/Region.tsx'
import type { Since } from './controller.ts'
import { useLab, useStage } from './context.ts'
import { OptionList } from './OptionList.tsx'
import { useParams } from './use-params.ts'

/** Every parameter of the lab, by group, and from when a change shall hold; but for those beside the picture. */
export function Settings(): JSX.Element {
  const { controller } = useStage()
  const [since, setSince] = useState<Since>('start')
  const hasFile = useLab((state) => state.attachment !== null)
  const inForce = useParams()
  const relevant = controller.lab.params.filter((spec) => matters(spec, inForce) && !isUpFront(spec))
  const groups = [...new Set(relevant.map(({ group }) => group))]
  // What those who take part are set to comes first.
  const lists = new Set(controller.lab.params.filter(({ kind }) => kind === 'list').map(({ group }) => group))
  const shown = [...groups].sort((a, b) => Number(lists.has(b)) - Number(lists.has(a)))
  return (
    <Region name="Settings" className="settings">
      <h3>Settings</h3>
      <Segmented
        label="A change holds"
        options={[
          { value: 'start', label: 'from the start', title: 'The whole run is computed anew' },
          {
            value: 'now',
            label: 'from now on',
            title: 'The past stays; in the past, a change opens a branch',
          },
        ]}
        value={since}
        onChange={(value) => setSince(value === 'now' ? 'now' : 'start')}
      />
      {shown.map((group) => (
        <details key={group} open={groups.length <= 3 || ![0, 2].includes(groups.indexOf(group))}>
          <summary>{group}</summary>
          {relevant
            .filter((spec) => spec.group === group)
            .map((spec) => (
              <Setting
                key={spec.key}
                spec={spec}
                value={inForce[spec.key] ?? spec.default}
                disabled={
                  (since === 'now' && !spec.live) ||
                  (hasFile && controller.lab.fixedByFile.includes(spec.key))
                }
                onChange={(value) => controller.setParam(spec.key, value, since)}
              />
            ))}
        </details>
      ))}
    </Region>
  )
}

const isUpFront = (spec: ParamSpec): boolean => spec.kind === 'list' && spec.upFront !== undefined

interface SettingProps {
  readonly spec: ParamSpec
  readonly value: ParamValue
  readonly disabled: boolean
  readonly onChange: (value: ParamValue) => void
}

/** One parameter with the control that fits its kind. */
export function Setting({ spec, value, disabled, onChange }: SettingProps): JSX.Element {
  const help = useId()
  return (
    <div className={`setting ${disabled ? 'setting-disabled' : ''}`}>
      <SettingControl spec={spec} value={value} disabled={disabled} help={help} onChange={onChange} />
      <p id={help} className="setting-help">
        {spec.help}
      </p>
    </div>
  )
}

function SettingControl({
  spec,
  value,
  disabled,
  help,
  onChange,
}: SettingProps & { readonly help: string }): JSX.Element {
  switch (spec.kind) {
    case 'number':
      return <NumberSetting spec={spec} value={value} disabled={disabled} help={help} onChange={onChange} />
    case 'switch':
      return (
        <label className="setting-row">
          <span className="setting-label">{spec.label}</span>
          <input
            type="checkbox"
            checked={value === true}
            disabled={disabled}
            aria-describedby={help}
            onChange={(event) => onChange(event.target.checked)}
          />
        </label>
      )
    case 'choice':
      return (
        <label className="setting-row">
          <span className="setting-label">{spec.label}</span>
          <select
            value={String(value)}
            disabled={disabled}
            aria-describedby={help}
            onChange={(event) => onChange(event.target.value)}
          >
            {spec.options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        </label>
      )
    case 'list':
      return (
        <OptionList
          options={spec.options}
          label={spec.label}
          chosen={Array.isArray(value) ? value : []}
          disabled={disabled}
          onChange={onChange}
        />
      )
  }
}

interface NumberSettingProps extends SettingProps {
  readonly spec: NumberParam
  readonly help: string
}

function NumberSetting({ spec, value, disabled, help, onChange }: NumberSettingProps): JSX.Element {
  const number = typeof value === 'number' ? value : spec.default
  return (
    <div className="setting-row">
      <span className="setting-label">{spec.label}</span>
      <NumberField {...spec} value={number} disabled={disabled} describedBy={help} onChange={onChange} />
      <input
        type="range"
        aria-label={`${spec.label}, slider`}
        aria-describedby={help}
        min={spec.min}
        max={sliderMax(spec, number)}
        step={spec.step}
        value={number}
        disabled={disabled}
        onChange={(event) => onChange(Number(event.target.value))}
      />
    </div>
  )
}

/** A slider covers what is usual; the field beside it takes the rest. */
const sliderMax = ({ max, step, default: normal, usual = [] }: NumberParam, value: number): number =>
  Math.min(max, Math.max(10, 10 * step, 5 * normal, ...usual, value))
