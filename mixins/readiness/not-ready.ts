import type { Service, ServiceBroker } from 'moleculer';
import type { FieldError } from '../../lib/errors.ts';
import type { ServiceHealth } from '../health.contract.ts';
import { whyLeaving } from './leaving.ts';

/** A service that has to say more of its readiness than its health does, such as the Console of its routes. */
type Outspoken = Service & { notReady?: () => FieldError[] };

/** Milliseconds for a service of this process to say how it is. */
const PATIENCE = 1_000;

/**
 * Why this process may not be sent work; empty when it may. What other processes do is not asked: all of them would become
 * unready for the fault of one.
 */
export async function notReadyReasons(
  broker: ServiceBroker,
  expected: readonly string[],
  ownReasons: () => FieldError[] = () => broker.services.flatMap((service: Outspoken) => service.notReady?.() ?? []),
): Promise<FieldError[]> {
  const leaving = whyLeaving(broker);
  if (leaving === 'stopping') return [reason('process', 'stopping', 'is being stopped')];
  if (leaving === 'draining') return [reason('process', 'draining', 'was taken out of the cluster by an operator')];
  if (!isConnected(broker)) return [reason('redis', 'unreachable', 'cannot be reached')];
  const missing = expected.filter((name) => !broker.registry.hasService(name, broker.nodeID));
  if (missing.length > 0) return missing.map((name) => reason(name, 'missing', 'has not started in this process'));
  const own = ownReasons();
  if (own.length > 0) return own;
  const works = await Promise.all(expected.map((name) => isWorking(broker, name)));
  return expected
    .filter((_name, index) => works[index] === false)
    .map((name) => reason(name, 'down', 'does not work in this process'));
}

export function reason(field: string, code: string, message: string): FieldError {
  return { field, code, message };
}

/** One process without a transporter has nothing to be connected to. */
function isConnected({ transit }: ServiceBroker): boolean {
  if (!transit) return true;
  const { tx } = transit as unknown as { tx: { connected: boolean } };
  return transit.connected && tx.connected;
}

/** A service without a health action counts as well as long as its process has it. */
async function isWorking(broker: ServiceBroker, name: string): Promise<boolean> {
  const action = `${name}.health`;
  if (!broker.registry.getActionEndpoints(action)?.hasNodeID(broker.nodeID)) return true;
  try {
    const options = { nodeID: broker.nodeID, timeout: PATIENCE, retries: 0 };
    const { status } = await broker.call<ServiceHealth, object>(action, {}, options);
    return status !== 'down';
  } catch {
    return false;
  }
}
