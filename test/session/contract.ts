import { branchContract } from './branch-contract.ts'
import { excerptContract } from './excerpt-contract.ts'
import { fileContract } from './file-contract.ts'
import { runContract } from './run-contract.ts'
import type { Connect } from './support/sessions.ts'

/** What every session does, wherever its host lives. */
export function sessionContract(where: string, connect: Connect): void {
  runContract(where, connect)
  branchContract(where, connect)
  fileContract(where, connect)
  excerptContract(where, connect)
}
