"""What the parts of a notice file share: the kinds of their keys and the manner of a part."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

UnitCode = Annotated[str, Field(pattern=r"^[0-9A-Za-z]{2,20}$", description='单位代码，如 "330382"，要加引号')]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,49}$", description="英文小写标识")]
ClauseKey = Annotated[str, Field(pattern=r"^\S{1,60}$", description="条款号，如 二(一)1(1)")]
Line = Annotated[str, Field(min_length=1, max_length=300)]
Year = Annotated[int, Field(ge=2000, le=2100, strict=True)]


class Part(BaseModel):
    """A piece of a notice file: nothing but its declared keys, never changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Correction(Part):
    """What the notice printed where the file holds something else, and why."""

    original: Line
    reason: Line
