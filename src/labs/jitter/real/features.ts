/** Why this browser cannot play a run's sound, in a sentence; null when it can. */
export function whyNoSound(): string | null {
  if (typeof AudioContext === 'undefined')
    return 'This browser has no Web Audio, so the run cannot be heard here.'
  if (typeof AudioWorkletNode === 'undefined')
    return isSecureContext
      ? 'This browser has no AudioWorklet, so the run cannot be heard here.'
      : 'Browsers play sound of this kind only on pages that come by https or from this computer.'
  return null
}

/** Why this browser's own jitter buffer cannot be given the run's delays, in a sentence; null when it can. */
export function whyNoLoopback(): string | null {
  if (typeof RTCPeerConnection === 'undefined')
    return 'This browser has no RTCPeerConnection (WebRTC), so there is no jitter buffer of its own to compare with.'
  if (typeof RTCRtpScriptTransform === 'undefined')
    return "This browser has no RTCRtpScriptTransform, so the run's delays cannot be given to its own jitter buffer."
  if (typeof AudioContext === 'undefined')
    return 'This browser has no Web Audio, so there is no sound to send through its own jitter buffer.'
  return null
}

/**
 * True where the browser lists sound devices and lists none to play on. Some don't list any for privacy's sake: those
 * that let a page choose one do.
 */
export async function hasNoSoundDevice(): Promise<boolean> {
  if (!('setSinkId' in HTMLMediaElement.prototype)) return false
  const devices = await navigator.mediaDevices.enumerateDevices()
  return !devices.some(({ kind }) => kind === 'audiooutput')
}
