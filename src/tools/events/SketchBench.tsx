import { useEffect, useRef, useState, type JSX } from 'react'
import { startEvents } from '../../events/client.ts'
import type { Bench, BenchedSketch, BenchRequest } from '../../events/protocol.ts'
import { Icon } from '../../ui/icons.tsx'
import { Region } from '../../ui/Region.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { WideBox } from '../../ui/WideBox.tsx'
import { size } from '../segments/words.ts'
import type { EventsLink } from './event-files.ts'
import { n, percent } from './words.ts'

const SIZES = [10, 1_000, 1_000_000]
const PRECISIONS = [10, 11, 12, 13, 14, 15, 16, 17]
const FORMS: Readonly<Record<string, string>> = {
  hashes: 'the hashes themselves',
  sparse: 'registers that are not 0',
  dense: 'all registers',
}

/** Two sets of ids as HyperLogLog sketches: what they estimate, and that their merge is the sketch of the union. */
export function SketchBench(): JSX.Element {
  const [isOpen, setOpen] = useState(false)
  return (
    <details className="panel sketch-bench" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Try a sketch: how many different viewers, in a few kilobytes?</summary>
      {isOpen && <Open />}
    </details>
  )
}

function Open(): JSX.Element {
  const [request, setRequest] = useState<BenchRequest>({ precision: 12, a: 1_000, b: 1_000_000, shared: 500 })
  const bench = useBench(request)
  const ofSize = (of: 'a' | 'b', label: string): JSX.Element => (
    <Segmented
      label={label}
      options={SIZES.map((ids) => ({ value: String(ids), label: n(ids) }))}
      value={String(request[of])}
      onChange={(value) => {
        const next = { ...request, [of]: Number(value) }
        setRequest({ ...next, shared: Math.min(next.a, next.b) / 2 })
      }}
    />
  )
  return (
    <Region name="Try a sketch" className="bench">
      <p className="muted small">
        A HyperLogLog keeps 2^p registers: of the hashes that fall into each the longest run of leading zeros.
        Its standard error is 1.04 over the root of their number, whatever the number of ids. Half of the
        smaller set is in both.
      </p>
      <div className="tool-row">
        {ofSize('a', 'ids in A')}
        {ofSize('b', 'ids in B')}
        <label className="field-inline">
          <span>precision p</span>
          <select
            value={request.precision}
            onChange={({ target }) => setRequest({ ...request, precision: Number(target.value) })}
          >
            {PRECISIONS.map((p) => (
              <option key={p} value={p}>
                {p}: {n(2 ** p)} registers
              </option>
            ))}
          </select>
        </label>
      </div>
      {bench !== null && <Table bench={bench} />}
    </Region>
  )
}

/** A worker for as long as somebody looks; the newest answer. */
function useBench(request: BenchRequest): Bench | null {
  const [bench, setBench] = useState<Bench | null>(null)
  const link = useRef<EventsLink | null>(null)
  useEffect(
    () => () => {
      link.current?.close()
      link.current = null
    },
    [],
  )
  useEffect(() => {
    let isWanted = true
    link.current ??= startEvents()
    void link.current
      .call((remote) => remote.bench(request))
      .then((answer) => {
        if (isWanted && answer.ok) setBench(answer.value)
      })
    return () => {
      isWanted = false
    }
  }, [request])
  return bench
}

function Table({ bench: { a, b, union, isSame, standardError } }: { readonly bench: Bench }): JSX.Element {
  return (
    <>
      <WideBox name="Sketches">
        <table aria-label="Sketches and what they say">
          <thead>
            <tr>
              <th scope="col">set</th>
              <th scope="col">exactly</th>
              <th scope="col">by the sketch</th>
              <th scope="col">off by</th>
              <th scope="col">standard error</th>
              <th scope="col">kept as</th>
              <th scope="col">bytes</th>
            </tr>
          </thead>
          <tbody>
            <Row name="A" sketch={a} standardError={standardError} />
            <Row name="B" sketch={b} standardError={standardError} />
            <Row name="A and B merged" sketch={union} standardError={standardError} />
          </tbody>
        </table>
      </WideBox>
      <p role="status" className={isSame ? 'identity-holds' : 'identity-broken'}>
        <Icon name={isSame ? 'check' : 'warning'} /> The merge {isSame ? 'is' : 'is not'}, byte for byte, the
        sketch that was given all of A and B.
      </p>
    </>
  )
}

function Row({
  name,
  sketch: { exact, estimate, form, bytes },
  standardError,
}: {
  readonly name: string
  readonly sketch: BenchedSketch
  readonly standardError: number
}): JSX.Element {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{n(exact)}</td>
      <td>{n(Math.round(estimate))}</td>
      <td>{percent((estimate - exact) / exact, 2)}</td>
      <td>{form === 'hashes' ? 'exact' : percent(standardError, 2)}</td>
      <td>{FORMS[form] ?? form}</td>
      <td>{size(bytes)}</td>
    </tr>
  )
}
