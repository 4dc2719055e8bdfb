import moleculer, { type BrokerOptions, type Discoverers, type Serializers, type Transporters } from 'moleculer';
import { FastJsonExtSerializer } from './fast-json-ext.ts';
import { PromptDiscoverer } from './prompt-discoverer.ts';
import { SignedRedisTransporter } from './redis-transporter.ts';

// By name and not as objects: each broker gets ones of its own.
// (Moleculer registers classes; its types ask for objects of them.)
moleculer.Transporters.register('SignedRedis', SignedRedisTransporter as unknown as Transporters.Base);
moleculer.Serializers.register('FastJsonExt', FastJsonExtSerializer as unknown as Serializers.Base);
moleculer.Discoverers.register('Prompt', PromptDiscoverer as unknown as Discoverers.Base);

/** What a broker needs to be one node of many. */
export const clusterOptions: BrokerOptions = {
  transporter: 'SignedRedis' as BrokerOptions['transporter'],
  serializer: 'FastJsonExt' as BrokerOptions['serializer'],
  registry: { discoverer: 'Prompt' as 'Local' },
  // Seconds. A node that was killed is out after at most 5.5: three heartbeats may be missing, looked at every second.
  heartbeatInterval: 1,
  heartbeatTimeout: 3,
};
