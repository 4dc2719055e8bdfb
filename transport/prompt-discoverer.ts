import moleculer from 'moleculer';

/** Milliseconds between two looks at the heartbeats. */
const CHECK_EVERY = 1000;

/**
 * Moleculer's local discoverer looks at the heartbeats only once in a whole `heartbeatTimeout`, so that a dead node stays
 * for up to twice as long. This one looks every second.
 */
export class PromptDiscoverer extends moleculer.Discoverers.Local {
  override startHeartbeatTimers(): void {
    super.startHeartbeatTimers();
    clearInterval(this.checkNodesTimer);
    let lastLook = performance.now();
    this.checkNodesTimer = setInterval(() => {
      const now = performance.now();
      // After a pause of this process itself the heartbeats of the others still wait to be read.
      const wasFrozen = now - lastLook > 2 * CHECK_EVERY;
      lastLook = now;
      if (!wasFrozen) this.checkRemoteNodes();
    }, CHECK_EVERY);
    this.checkNodesTimer.unref();
  }
}
