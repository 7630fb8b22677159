import type { LabCard } from '../../stage/define-lab.ts'

export const card: LabCard = {
  id: 'warning',
  title: 'Alert before it is critical',
  summary:
    'Four failures on a dashboard of four monitors: set thresholds that page at least 30 seconds before the first loss, and never in the calm run beside it.',
  foot: '5 scenarios',
}
