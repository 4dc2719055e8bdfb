import { setTimeout as wait } from 'node:timers/promises';
import type { Service, ServiceSchema } from 'moleculer';
import { defineAction } from './define-action.ts';
import { healthContract, type ServiceHealth } from './health.contract.ts';

/** One thing that a service needs, as its owner sees it. */
type HealthCheck = { ok: true } | { ok: false; reason: string };

interface Consumer {
  status(): Promise<{ name: string; lastError: string | null }>;
}

/** What other mixins may have given the service, and this one asks. */
type CheckedService = Service & { store?: { health(): Promise<HealthCheck> }; consumers?: readonly Consumer[] };

/** Milliseconds. The Console takes a service that says nothing for a second as down. */
const PATIENCE = 500;

/** Answers "<service>.health" for the Console: without its store a service is down, with consumers that fail degraded. */
export const healthMixin: Partial<ServiceSchema> = {
  actions: { health: defineAction(healthContract, checkHealth) },
};

async function checkHealth(this: CheckedService): Promise<ServiceHealth> {
  const checks: Record<string, HealthCheck> = {};
  if (this.store !== undefined) checks.store = await this.store.health();
  if (this.consumers !== undefined) checks.consumers = await checkConsumers(this.consumers);
  const status = checks.store?.ok === false ? 'down' : checks.consumers?.ok === false ? 'degraded' : 'ok';
  return { status, checks };
}

async function checkConsumers(consumers: readonly Consumer[]): Promise<HealthCheck> {
  const asked = Promise.all(consumers.map((consumer) => consumer.status()));
  const states = await Promise.race([asked, wait(PATIENCE, undefined, { ref: false })]);
  if (states === undefined) return { ok: false, reason: 'They could not be asked in time.' };
  const failing = states.filter(({ lastError }) => lastError !== null);
  if (failing.length === 0) return { ok: true };
  return { ok: false, reason: failing.map(({ name, lastError }) => `${name}: ${lastError}`).join('; ') };
}
