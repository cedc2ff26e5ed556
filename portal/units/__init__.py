"""The tree of units: province, city, county, 学区 or township, school, institution."""
