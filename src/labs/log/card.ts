import type { LabCard } from '../../stage/define-lab.ts'

export const card: LabCard = {
  id: 'log',
  title: 'The log',
  summary:
    'Records are appended and stay. Every group reads at its own pace and takes nothing away; what ends a record is retention, a segment at a time.',
  foot: '9 scenarios',
}
