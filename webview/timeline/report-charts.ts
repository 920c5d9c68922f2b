import type { GcReport, LatencyReport } from '../../src/protocol/trace-reports.ts';
import type { Theme } from '../shared/theme.ts';
import { PlotView } from './plot-view.ts';
import { depthPlot, heapPlot, latencyPlot, utilizationPlot } from './report-plots.ts';

/** The charts of the tabs, each with its own canvas, which stays when the tab is drawn anew. */
export class ReportCharts {
  readonly #goToTime: (time: number, length: number) => void;
  readonly #latency: PlotView;
  readonly #depth: PlotView;
  readonly #utilization: PlotView;
  readonly #heap: PlotView;

  constructor(theme: Theme, goToTime: (time: number, length: number) => void) {
    this.#goToTime = goToTime;
    this.#latency = new PlotView(theme);
    this.#depth = new PlotView(theme);
    this.#utilization = new PlotView(theme);
    this.#heap = new PlotView(theme);
  }

  latency(report: LatencyReport): HTMLElement {
    return this.#latency.show(latencyPlot(report));
  }

  depth(report: LatencyReport): HTMLElement {
    return this.#depth.show(depthPlot(report, this.#goToTime));
  }

  utilization(report: GcReport): HTMLElement {
    return this.#utilization.show(utilizationPlot(report, this.#goToTime));
  }

  heap(report: GcReport): HTMLElement {
    return this.#heap.show(heapPlot(report, this.#goToTime));
  }
}
