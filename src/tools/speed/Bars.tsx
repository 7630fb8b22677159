import type { CSSProperties, JSX } from 'react'

export interface Bar {
  readonly id: string
  readonly label: string
  readonly value: number
  readonly text: string
  readonly about: string
  readonly kind: 'whiteboard' | 'source' | 'yours'
}

interface BarsProps {
  readonly caption: string
  readonly bars: readonly Bar[]
  /** Values at the ends of the scale; on a logarithmic one each step of the same length is ten times as much. */
  readonly from: number
  readonly to: number
  readonly isLogarithmic?: boolean
}

/** Figures as bars in a table, so that they can be read as well as seen. */
export function Bars({ caption, bars, from, to, isLogarithmic = false }: BarsProps): JSX.Element {
  const share = (value: number): number => {
    const raw = isLogarithmic ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from)
    return Math.min(1, Math.max(0.004, raw))
  }
  return (
    <table
      className={isLogarithmic ? 'bars bars-decades' : 'bars'}
      style={{ '--decades': Math.log10(to / from) } as CSSProperties}
    >
      <caption>{caption}</caption>
      <tbody>
        {bars.map(({ id, label, value, text, about, kind }) => (
          <tr key={id} className={`bar-${kind}`}>
            <th scope="row">{label}</th>
            <td className="bar-cell">
              <span className="bar" style={{ inlineSize: `${(100 * share(value)).toFixed(2)}%` }} />
            </td>
            <td className="bar-value">{text}</td>
            <td className="bar-about">{about}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
