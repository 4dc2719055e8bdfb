import type { ActionSchema, Context, Service, ServiceSchema } from 'moleculer';

/** A service schema whose handlers, methods and lifecycle know the service as `S`: what its mixins and its start give it. */
export interface ServiceDefinition<S extends Service> {
  name: string;
  mixins?: Partial<ServiceSchema>[];
  dependencies?: string[];
  /** Published to every node: no secret belongs here. */
  settings?: Record<string, unknown>;
  metadata?: {
    description?: string;
    /** Permission -> what it allows, in words for the people who hand it out. */
    permissions?: Record<string, string>;
  };
  actions?: Record<string, ActionSchema | false>;
  events?: Record<string, (this: S, ctx: Context<never>) => unknown>;
  methods?: Record<string, (this: S, ...args: never[]) => unknown>;
  created?(this: S): void;
  started?(this: S): Promise<void> | void;
  stopped?(this: S): Promise<void> | void;
}

/** Types the wiring of a service; what comes out is what Moleculer loads. */
export function defineService<S extends Service>(definition: ServiceDefinition<S>): ServiceSchema {
  return definition as unknown as ServiceSchema;
}

/** The same for a part of a service that is kept in a file of its own. */
export function defineMixin<S extends Service>(definition: Partial<ServiceDefinition<S>>): Partial<ServiceSchema> {
  return definition as unknown as Partial<ServiceSchema>;
}
