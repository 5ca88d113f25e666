"""Nodes of weight files written and read by a TransformationHandler, and XML documents compared."""

import os
import xml.etree.ElementTree as ET
from pathlib import Path

DATA = Path(os.environ.get("PYTMVA_SOURCE", Path(__file__).resolve().parents[2])) / "tests/data"
# Genuine TMVA undoes only the first of two transformations of the same target; ours undoes both.
UNDONE_BY_HALF = "reg_G_T_N"

HELPERS = """
#include "TMVA/Tools.h"
#include "TMVA/TransformationHandler.h"
#include "TXMLEngine.h"
namespace weight_files {
/// The Transformations node of a handler as text.
std::string ToXML(const TMVA::TransformationHandler &handler)
{
   void *parent = TMVA::gTools().AddChild(nullptr, "Parent", nullptr, true);
   handler.AddXMLTo(parent);
   TString text;
   TMVA::gTools().xmlengine().SaveSingleNode(static_cast<XMLNodePointer_t>(parent), &text, 1);
   return text.Data();
}
/// A handler with the transformations of a weight file.
void ReadXML(TMVA::TransformationHandler &handler, const char *text)
{
   XMLDocPointer_t document = TMVA::gTools().xmlengine().ParseString(text);
   void *root = TMVA::gTools().xmlengine().DocGetRootElement(document);
   handler.ReadFromXML(TMVA::gTools().GetChild(root, "Transformations"));
   TMVA::gTools().xmlengine().FreeDoc(document);
}
}
"""


def declare(root):
    """Makes the helpers known, once a process."""
    if not hasattr(root, "weight_files"):
        root.TMVA.DataLoader  # loads the library
        assert root.gInterpreter.Declare(HELPERS)
    return root


def is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


def same_value(a, b, tolerance):
    if is_number(a) and is_number(b):
        return abs(float(a) - float(b)) <= tolerance * max(1e-3, abs(float(a)), abs(float(b)))
    return a == b


def differences(ours, golden, tolerance=1e-6, ours_only=(), path=""):
    """What of the XML element `golden` is not the same in `ours`; attributes `ours_only` may be there in addition."""
    path += "/" + golden.tag
    if ours.tag != golden.tag:
        return [f"{path}: is {ours.tag}"]
    found = []
    attributes = {k: v for k, v in ours.attrib.items() if k not in ours_only}
    if list(attributes) != list(golden.attrib):
        found.append(f"{path}: attributes {list(attributes)}, not {list(golden.attrib)}")
    found += [f"{path}@{k}: {attributes.get(k)}, not {v}" for k, v in golden.attrib.items()
              if not same_value(attributes.get(k, ""), v, tolerance)]
    ours_words, golden_words = (ours.text or "").split(), (golden.text or "").split()
    if len(ours_words) != len(golden_words) or not all(
            same_value(a, b, tolerance) for a, b in zip(ours_words, golden_words)):
        found.append(f"{path}: text {ours_words}, not {golden_words}")
    if len(ours) != len(golden):
        found.append(f"{path}: {len(ours)} children, not {len(golden)}")
    for a, b in zip(ours, golden):
        found += differences(a, b, tolerance, ours_only, path)
    return found


def parse(path):
    return ET.parse(path).getroot()
