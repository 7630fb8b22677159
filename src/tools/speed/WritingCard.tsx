import type { JSX } from 'react'
import { Bars, type Bar } from './Bars.tsx'
import { CLAIMS } from './claims.ts'
import { inOrderOrNot, ratioOf } from './in-order.ts'
import { Measured } from './Measured.tsx'
import { short } from './numbers.ts'

/** Writing in order and at random: on this device, and what is said of it elsewhere. */
export function WritingCard(): JSX.Element {
  return (
    <Measured
      task="writing"
      title="In order or at random"
      verdict={(median) => inOrderOrNot(median, 'write', 'writing')}
      beside={ratioBars}
    >
      <p>
        A log is only ever written at its end. On a disk that turns, every other place costs a movement of the
        arm. On a drive without an arm little is left of that: what counts there is large pieces, many at a
        time. Each run writes to a real file of 16 MiB and ends with a flush, which waits until the system has
        it on the device.
      </p>
    </Measured>
  )
}

/** What others say of access in order and at random, and where this device stands among them. */
function ratioBars(median: ((id: string) => number) | null): JSX.Element {
  const yours = median === null ? null : ratioOf(median, 'write')
  const claims = CLAIMS.map(({ what, times, about, from }): Bar => {
    const text = `${times.toLocaleString('en')} times`
    return { id: what, label: what, value: times, text, about, kind: from }
  })
  const own: Bar[] =
    yours === null
      ? []
      : [
          {
            id: 'yours',
            label: 'this device, writes',
            value: yours,
            text: `${short(yours)} times`,
            about: 'just measured',
            kind: 'yours',
          },
        ]
  return (
    <Bars
      caption="How many times as fast access in order is as access at random; each line is ten times the one before"
      bars={[...claims, ...own]}
      from={1}
      to={1e6}
      isLogarithmic
    />
  )
}
