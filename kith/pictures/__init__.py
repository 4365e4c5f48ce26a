"""Pictures: values in, SVG text out, the same for pages, print and files; each also says itself in a sentence."""

from kith.pictures.acceptability_curve import CurveWords, acceptability_curve
from kith.pictures.asked import ASKED_MARKS, AskedMark, asked_strip
from kith.pictures.consort import FlowBox, FlowColumn, consort
from kith.pictures.contour_funnel import ContourWords, FunnelStudy, contour_funnel
from kith.pictures.drawing import Drawing, as_file
from kith.pictures.ecomap import EcomapWords, SystemBox, ecomap
from kith.pictures.effectiveness_plane import PlaneWords, effectiveness_plane
from kith.pictures.effort import EffortWords, effort
from kith.pictures.forest import ForestRow, ForestSum, ForestWords, PooledFacts, forest
from kith.pictures.formulation import Part, chain, five_ps, maintenance_cycle
from kith.pictures.funnel_plot import FunnelWords, Limit, Spot, funnel_plot
from kith.pictures.genogram import genogram
from kith.pictures.genogram_values import SIGNS, BondLine, ChildLine, CoupleLine, FamilyLines, GenogramWords, Relative
from kith.pictures.icon_array import IconWords, icon_array
from kith.pictures.ladder import Attendance, Rung, attendance_strip, goal_ladder
from kith.pictures.league import LeagueCell, LeagueWords, league
from kith.pictures.network_graph import TreatmentNode, TrialEdge, network_graph
from kith.pictures.pathway import PathwayRule, PathwayStep, PathwayWords, pathway_picture
from kith.pictures.phase_path import PhaseStop, phase_path
from kith.pictures.phases import FEWEST_PHASE_POINTS, PhaseLine, PhasePoint, PhaseWords, phase_chart
from kith.pictures.queue_forecast import QueueLine, QueueWords, queue_forecast
from kith.pictures.rates import Rate, Step, Wait, funnel, rate_bars, waits
from kith.pictures.rings import RingMark, RingWords, rings
from kith.pictures.rota_week import RotaDay, Stretch, rota_week
from kith.pictures.scale_strip import Mark, scale_strip
from kith.pictures.sheet_lines import SheetLine, sheet_lines
from kith.pictures.sheets import Person, SheetBar, before_after, circle_of_people, sheet_bars
from kith.pictures.sociogram import Node, SociogramWords, sociogram
from kith.pictures.sociogram_places import Tie, places, ties
from kith.pictures.sparkline import sparkline
from kith.pictures.timeline import timeline
from kith.pictures.timeline_values import (
    Band,
    CutOff,
    Expected,
    Flag,
    Score,
    SessionMark,
    TimelinePicture,
    TimelineWords,
)
from kith.pictures.tornado import TornadoBar, TornadoWords, tornado
from kith.pictures.trend import FEWEST_POINTS, TrendPoint, TrendWords, trend
from kith.pictures.turn_grid import TurnRow, turn_grid
from kith.pictures.way import readme_way, way

__all__ = [
    "PhaseLine",
    "PhasePoint",
    "PhaseStop",
    "PhaseWords",
    "TurnRow",
    "phase_chart",
    "phase_path",
    "turn_grid",
    "FEWEST_PHASE_POINTS",
    "FEWEST_POINTS",
    "ASKED_MARKS",
    "SIGNS",
    "AskedMark",
    "Attendance",
    "Band",
    "BondLine",
    "ChildLine",
    "ContourWords",
    "CoupleLine",
    "CurveWords",
    "CutOff",
    "Drawing",
    "EcomapWords",
    "Expected",
    "FamilyLines",
    "Flag",
    "FlowBox",
    "FlowColumn",
    "ForestRow",
    "ForestSum",
    "ForestWords",
    "FunnelStudy",
    "FunnelWords",
    "EffortWords",
    "IconWords",
    "LeagueCell",
    "LeagueWords",
    "GenogramWords",
    "Limit",
    "Mark",
    "Node",
    "Part",
    "PathwayRule",
    "PathwayStep",
    "PathwayWords",
    "Person",
    "PlaneWords",
    "PooledFacts",
    "QueueLine",
    "QueueWords",
    "Rate",
    "Relative",
    "RingMark",
    "RingWords",
    "RotaDay",
    "Rung",
    "Score",
    "SessionMark",
    "SheetBar",
    "SheetLine",
    "SociogramWords",
    "Spot",
    "Step",
    "Stretch",
    "SystemBox",
    "Tie",
    "TimelinePicture",
    "TimelineWords",
    "TornadoBar",
    "TornadoWords",
    "TreatmentNode",
    "TrendPoint",
    "TrendWords",
    "TrialEdge",
    "Wait",
    "acceptability_curve",
    "as_file",
    "asked_strip",
    "attendance_strip",
    "before_after",
    "chain",
    "circle_of_people",
    "consort",
    "contour_funnel",
    "effectiveness_plane",
    "ecomap",
    "five_ps",
    "forest",
    "funnel",
    "funnel_plot",
    "genogram",
    "goal_ladder",
    "effort",
    "icon_array",
    "league",
    "maintenance_cycle",
    "network_graph",
    "pathway_picture",
    "places",
    "queue_forecast",
    "rate_bars",
    "readme_way",
    "rings",
    "rota_week",
    "scale_strip",
    "sheet_bars",
    "sheet_lines",
    "sociogram",
    "sparkline",
    "ties",
    "timeline",
    "tornado",
    "trend",
    "waits",
    "way",
]
