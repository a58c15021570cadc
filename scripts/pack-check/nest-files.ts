const definition = `
import { counter, defineService, requests } from "@signalbox/contract";

export const shop = defineService({
  name: "shop",
  team: "storefront",
  description: "Sells products to customers.",
  metrics: { shop_orders_placed_total: counter("Orders accepted for payment.", { category: ["books", "toys"] }) },
  indicators: { availability: requests(), checkout: requests({ routes: ["POST /api/v1/orders/:category"] }) },
});
`;

const signals = `
import { instrument } from "@signalbox/exporter";
import { shop } from "./shop.signalbox";

export const signals = instrument(shop);
`;

const controller = `
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { Controller, Get, NotFoundException, Param, Post } from "@nestjs/common";
import { signals } from "./signals";

@Controller("orders")
export class OrdersController {
  @Get(":id")
  order(@Param("id") id: string) {
    if (id === "0") throw new NotFoundException();
    return { id };
  }

  @Get(":id/held")
  async held(@Param("id") id: string) {
    await once(process, "SIGTERM");
    await delay(100);
    return { id };
  }

  @Post(":category")
  place(@Param("category") category: "books" | "toys") {
    signals.metrics.shop_orders_placed_total.inc({ category });
    return { category };
  }
}
`;

const appModule = `
import { writeFileSync } from "node:fs";
import { Module, type OnApplicationShutdown } from "@nestjs/common";
import { OrdersController } from "./orders.controller";

@Module({ controllers: [OrdersController] })
export class AppModule implements OnApplicationShutdown {
  onApplicationShutdown() {
    writeFileSync("hook-ran", "");
  }
}
`;

/** What both main files end with. */
const served = `  app.setGlobalPrefix("api/v1");
  await signals.lifecycle({
    server: app.getHttpServer(),
    host: "127.0.0.1",
    metricsPort: Number(process.env["METRICS_PORT"]),
    onDrained: () => app.close(),
  });
  await app.listen(Number(process.env["PORT"]), "127.0.0.1");
}
void bootstrap();
`;

const expressMain = `
import { NestFactory } from "@nestjs/core";
import { AppModule } from "./app.module";
import { signals } from "./signals";

async function bootstrap() {
  const app = await NestFactory.create(AppModule, { logger: ["error"] });
  app.use(signals.express());
${served}`;

const fastifyMain = `
import { NestFactory } from "@nestjs/core";
import { FastifyAdapter, type NestFastifyApplication } from "@nestjs/platform-fastify";
import { AppModule } from "./app.module";
import { signals } from "./signals";

async function bootstrap() {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), { logger: ["error"] });
  await app.register(signals.fastify());
${served}`;

/** The options that `nest new` writes for a CommonJS project, as far as they change what is compiled. */
const compilerOptions = {
  module: "nodenext",
  moduleResolution: "nodenext",
  esModuleInterop: true,
  isolatedModules: true,
  emitDecoratorMetadata: true,
  experimentalDecorators: true,
  target: "es2023",
  types: ["node"],
  rootDir: "src",
  outDir: "dist",
  skipLibCheck: true,
  strict: true,
};

/** A Nest service by the paths of its files, with one entry for each platform: `main.ts` and `main-fastify.ts`. */
export const nestFiles: Readonly<Record<string, string>> = {
  "tsconfig.json": JSON.stringify({ compilerOptions, include: ["src"] }),
  "src/shop.signalbox.ts": definition,
  "src/signals.ts": signals,
  "src/orders.controller.ts": controller,
  "src/app.module.ts": appModule,
  "src/main.ts": expressMain,
  "src/main-fastify.ts": fastifyMain,
};
