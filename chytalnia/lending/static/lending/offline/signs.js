// Tones that a person tells apart without looking: the same as those of the desk with a line.
const TUNES = { good: [[880, 0.08]], look: [[660, 0.1], [880, 0.1]], ask: [[520, 0.12]], bad: [[220, 0.18], [165, 0.25]] };
let sound = null;

export const play = (tone) => {
  if (!TUNES[tone]) return;
  try {
    sound ??= new AudioContext();
    let at = sound.currentTime;
    for (const [pitch, length] of TUNES[tone]) {
      const voice = sound.createOscillator();
      const volume = sound.createGain();
      voice.type = tone === "bad" ? "square" : "sine";
      voice.frequency.value = pitch;
      volume.gain.setValueAtTime(0.12, at);
      volume.gain.exponentialRampToValueAtTime(0.001, at + length);
      voice.connect(volume).connect(sound.destination);
      voice.start(at);
      voice.stop(at + length);
      at += length + 0.02;
    }
  } catch {}
};
