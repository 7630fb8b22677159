import { useState, type JSX } from 'react'
import { NumberField } from '../../ui/NumberField.tsx'
import { Region } from '../../ui/Region.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { loadOf, PRESETS, type Cluster } from './cluster.ts'
import { inBytes, inWords, short } from './numbers.ts'

interface Field {
  readonly key: keyof Cluster
  readonly label: string
  readonly unit: string
  readonly min: number
  readonly max: number
  readonly step: number
}

const FIELDS: readonly Field[] = [
  { key: 'recordsADay', label: 'Records', unit: 'a day', min: 1, max: 1e15, step: 1e6 },
  { key: 'recordBytes', label: 'Size of a record', unit: 'B', min: 1, max: 1e6, step: 10 },
  { key: 'partitions', label: 'Partitions', unit: '', min: 1, max: 1e9, step: 1 },
  { key: 'brokers', label: 'Brokers', unit: '', min: 1, max: 1e6, step: 1 },
  { key: 'replicas', label: 'Copies of each', unit: '', min: 1, max: 9, step: 1 },
  { key: 'retentionDays', label: 'Kept for', unit: 'days', min: 0.01, max: 3_650, step: 1 },
  { key: 'producers', label: 'Producers', unit: '', min: 1, max: 1e6, step: 1 },
  { key: 'lingerMs', label: 'linger.ms', unit: 'ms', min: 0, max: 60_000, step: 1 },
]

const [FIRST] = PRESETS

/** What a number of records a day comes to: a second, a partition, a broker; on disk; in a batch. */
export function ClusterCalculator(): JSX.Element | null {
  const [cluster, setCluster] = useState<Cluster | null>(FIRST?.cluster ?? null)
  if (cluster === null) return null
  const preset = PRESETS.find((candidate) => candidate.cluster === cluster)
  return (
    <Region name="Cluster calculator" className="panel speed-card">
      <h2>How much is that?</h2>
      <p>
        Trillions a day are hard to picture. Divided by seconds, partitions and brokers they become numbers
        that one machine can be asked about.
      </p>
      <Segmented
        label="Example"
        options={PRESETS.map(({ id, label }) => ({ value: id, label }))}
        value={preset?.id ?? ''}
        onChange={(id) => setCluster(PRESETS.find((candidate) => candidate.id === id)?.cluster ?? cluster)}
      />
      <p className="muted">{preset?.about ?? 'Numbers of your own.'}</p>
      <div className="calculator-fields">
        {FIELDS.map(({ key, label, unit, min, max, step }) => (
          <label key={key} className="field-inline">
            <span>{label}</span>
            <NumberField
              label={label}
              value={cluster[key]}
              min={min}
              max={max}
              step={step}
              unit={unit}
              grouped
              onChange={(value) => setCluster({ ...cluster, [key]: value })}
            />
          </label>
        ))}
      </div>
      <LoadTable cluster={cluster} />
      <p className="muted">
        A batch leaves when its 16,384 bytes (batch.size) are full, or when linger.ms have passed since its
        first record. linger.ms is 5 since Kafka 4.0; before, it was 0.
      </p>
    </Region>
  )
}

function LoadTable({ cluster }: { readonly cluster: Cluster }): JSX.Element {
  const load = loadOf(cluster)
  const rows: readonly (readonly [string, string, string])[] = [
    ['records a second', inWords(load.records), `${inBytes(load.bytes)} a second`],
    ['… a partition', inWords(load.recordsAPartition), `${inBytes(load.bytesAPartition)} a second`],
    [
      '… a broker',
      inWords(load.recordsABroker),
      `${inBytes(load.bytesABroker)} a second to disk, all copies`,
    ],
    [
      'kept',
      inBytes(load.keptBytes),
      `${cluster.retentionDays.toLocaleString('en')} days, ${cluster.replicas} copies, uncompressed`,
    ],
    [
      'records in a batch',
      short(load.recordsABatch),
      `${inWords(load.batches)} batches a second; ${(100 * load.headerShare).toFixed(1)} % of the bytes are headers`,
    ],
  ]
  return (
    <div role="status">
      <table className="calculator-table">
        <caption>Means over a day, all loads even; peaks are higher</caption>
        <tbody>
          {rows.map(([what, number, about]) => (
            <tr key={what}>
              <th scope="row">{what}</th>
              <td>{number}</td>
              <td className="muted">{about}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
