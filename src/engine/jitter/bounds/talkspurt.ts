import { at } from '../../../shared/assert.ts'

/**
 * Moon, Kurose and Towsley's offline optimum for speech with silences, where only the silences are stretched: each
 * talkspurt has one delay, and whoever takes longer in it is lost. Given each talkspurt's network delays, returns
 * the least mean delay of the packets played, by how many are played: index 0 stands for none and is NaN.
 *
 * W(k, i) = min over j of W(k + 1, i - j) + j d_k(j): play the j fastest packets of talkspurt k, all with the delay of
 * the slowest of them. It takes no account of a talkspurt that would begin before the one before it has ended, so it
 * is a lower bound. Source: "Packet audio playout delay adjustment: performance bounds and algorithms", 1998.
 */
export function leastTalkspurtDelays(talkspurts: readonly (readonly number[])[]): number[] {
  let sums: number[] = [0]
  for (const talkspurt of talkspurts) {
    const delays = talkspurt.toSorted((a, b) => a - b)
    const next = Array.from({ length: sums.length + delays.length }, () => Infinity)
    sums.forEach((sum, played) => {
      for (let j = 0; j <= delays.length; j++) {
        const total = sum + (j === 0 ? 0 : j * at(delays, j - 1))
        next[played + j] = Math.min(at(next, played + j), total)
      }
    })
    sums = next
  }
  return sums.map((sum, played) => sum / played)
}
