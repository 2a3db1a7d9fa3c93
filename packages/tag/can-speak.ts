/** The browser can speak, and the page is allowed to. Without https there is no microphone. */
export function canSpeak(): boolean {
  const policy = Reflect.get(document, 'featurePolicy');
  return (
    'RTCPeerConnection' in self &&
    'mediaDevices' in navigator &&
    policy?.allowsFeature?.('microphone') !== false
  );
}
