import type { Params } from '../shared/params.ts'
import { paramsInForce } from '../state/lab-store.ts'
import { useLab } from './context.ts'

/** Every parameter as it is in force at this moment of the present branch; a change shows before its run is computed. */
export function useParams(): Params {
  const params = useLab((state) => state.params)
  const log = useLab((state) => state.log)
  const branch = useLab((state) => state.branch)
  const now = useLab((state) => state.now)
  return paramsInForce({ params, log, branch, now })
}
