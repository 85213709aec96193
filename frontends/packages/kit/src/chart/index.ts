export {Chart, type ChartColor, type ChartProps, type ChartSeries} from './chart';
