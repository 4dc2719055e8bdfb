import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Context, Service, ServiceSchema } from 'moleculer';
import ApiGateway from 'moleculer-web';
import { env, publicUrl } from '../../lib/env.ts';
import { defineService } from '../../mixins/define-service.ts';
import { healthMixin } from '../../mixins/health.mixin.ts';
import { storeMixin } from '../../mixins/store/store.mixin.ts';
import type { Store } from '../../mixins/store/store.types.ts';
import { describeApi } from './actions/describe-api.ts';
import { healthDetail } from './actions/health-detail.ts';
import { healthLive } from './actions/health-live.ts';
import { healthReady } from './actions/health-ready.ts';
import { healthSummary } from './actions/health-summary.ts';
import { listActions } from './actions/list-actions.ts';
import { listEvents } from './actions/list-events.ts';
import { listNodes } from './actions/list-nodes.ts';
import { listServices } from './actions/list-services.ts';
import { readOverview } from './actions/overview.ts';
import { readMetrics } from './actions/read-metrics.ts';
import { streamStatus } from './actions/stream-status.ts';
import { consolePermissions } from './console.contract.ts';
import { consoleCollections, type KnownService } from './console.store.ts';
import { createGateway } from './gateway/create-gateway.ts';
import { type Gateway, handleRequest } from './gateway/http-handler.ts';
import { createHttpServer } from './gateway/http-server.ts';
import { KnownServices } from './gateway/known-services.ts';
import { type Alias, liveRoutes } from './gateway/live-routes.ts';
import { joinDoor, openDoor } from './gateway/open-door.ts';
import { othersFound } from './gateway/opening.ts';
import { type StaticServer, setStaticHeaders } from './hooks/serve-static.ts';
import { Platform } from './platform.ts';

/** What moleculer-web and the store mixin give the Console. */
export interface ConsoleService extends Service {
  server: Server;
  store: Store;
  serve: StaticServer;
  gateway: Gateway;
  known: KnownServices;
  platform: Platform;
  aliases: Alias[];
  httpHandler(req: IncomingMessage, res: ServerResponse): Promise<void>;
  /** Debounced by moleculer-web. */
  regenerateAllAutoAliases: { (): void; flush(): void };
}

interface ChangedSessions {
  sessionIds?: string[];
  userIds?: string[];
}

// moleculer-web would open its door in the order of the mixins; the store has to be open before, and the door closed first.
const { started: _openDoor, stopped: _closeDoor, ...gatewayMixin } = ApiGateway;

export default defineService<ConsoleService>({
  name: 'console',
  mixins: [gatewayMixin as Partial<ServiceSchema>, storeMixin({ collections: consoleCollections }), healthMixin],
  metadata: {
    description: 'API gateway, orchestrator and admin page',
    permissions: consolePermissions,
  },
  settings: {
    port: env.PORT,
    ip: env.HOST,
    // The whitelist takes everything but "$node": what is not meant to be reached has no contract with "rest".
    routes: [{ path: '/', autoAliases: true, mappingPolicy: 'restrict', whitelist: [/^[a-z]/], bodyParsers: false }],
    assets: {
      folder: fileURLToPath(new URL('../../public', import.meta.url)),
      options: { dotfiles: 'deny', redirect: false, setHeaders: setStaticHeaders },
    },
    logRouteRegistration: null,
    // The radix router asks for no order.
    optimizeOrder: false,
    debounceTime: 20,
  },
  actions: {
    // moleculer-web's own: they would list and change the routes.
    listAliases: false,
    addRoute: false,
    removeRoute: false,
    rest: false,
    healthSummary,
    healthLive,
    healthReady,
    healthDetail,
    listNodes,
    listServices,
    listActions,
    listEvents,
    streamStatus,
    describeApi,
    overview: readOverview,
    readMetrics,
  },
  events: {
    'oauth.sessions.changed'(ctx: Context<ChangedSessions>) {
      this.gateway.sessions.forget(ctx.params);
    },
    'oauth.keys.changed'() {
      this.gateway.tokens.flush();
    },
    // What may make an answer old that is kept: changes of event sourced aggregates, and of other things.
    '*.events.appended'(ctx: Context) {
      this.gateway?.answers.forget(ctx.eventName ?? '');
    },
    '*.*.changed'(ctx: Context) {
      this.gateway?.answers.forget(ctx.eventName ?? '');
    },
  },
  methods: {
    createServer() {
      this.server ??= createHttpServer((req, res) => this.httpHandler(req, res));
    },
    httpHandler(req: IncomingMessage, res: ServerResponse) {
      // Should the answer to a failure fail itself, one request is lost, and not the process.
      return handleRequest(this.gateway, req, res).catch((err: unknown) => {
        this.logger.error({ err }, 'A request could not be answered');
        res.destroy();
      });
    },
    /** moleculer-web finds the routes in the registry; the radix router takes them over from it. */
    regenerateAutoAliases(route: unknown) {
      ApiGateway.methods?.regenerateAutoAliases?.call(this, route);
      if (this.gateway === undefined) return;
      this.known.see(liveRoutes(this.broker, this.aliases));
      const faults = this.gateway.router.update(this.known.routes());
      for (const fault of faults) this.logger.error(`This route cannot be used: ${fault}`);
      this.platform.api.forget();
    },
    notReady() {
      return this.platform?.readiness.ownReasons() ?? [];
    },
    /** Called before any service of the process stops: what is under way still needs them. */
    drain() {
      const { drain, streams } = this.gateway;
      return drain.run(this.server, env.SHUTDOWN_GRACE * 1000, () => streams.endAll());
    },
  },
  async started() {
    this.known = new KnownServices(this.store.collection<KnownService>('services'), (err) =>
      this.logger.warn({ err }, 'The services of this installation cannot be remembered'),
    );
    await this.known.start();
    const door = {
      routes: () => this.gateway.router.routes(),
      isDraining: () => this.gateway.drain.isDraining,
      isOpen: () => this.server.listening && this.gateway.opening.isOpen,
    };
    this.platform = new Platform(this.broker, door, { known: this.known });
    this.gateway = createGateway(this);
    const open = async () => {
      await othersFound(this.broker, this.fullName, this.known.names());
      this.regenerateAllAutoAliases.flush();
      if (env.LISTEN_FD !== undefined) await joinDoor(this.server, env.LISTEN_FD);
      this.gateway.opening.open();
      this.logger.info(`site11 is ready: ${publicUrl()}`);
    };
    if (this.broker.started) void open();
    else this.broker.localBus.once('$broker.started', open);
    if (env.LISTEN_FD === undefined) await openDoor(this.server);
  },
  stopped() {
    this.known.stop();
    this.platform.stop();
    this.gateway.streams.close();
    this.gateway.limits.default.close();
    this.gateway.load.close();
    return this.gateway.accessLog.close();
  },
});
